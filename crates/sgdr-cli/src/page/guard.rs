//! Which requests are answered: only those from pages that this server sent.
//!
//! A page of another origin must neither ask nor be shown inside another page. A name of another site that resolves to
//! this machine (DNS rebinding) is recognized by the Host header, which has to be a name of this machine and the port.

use axum::http::header::{HOST, HeaderName, ORIGIN};
use axum::http::{HeaderMap, HeaderValue, Method, Request, header};

/// The names under which a browser of this machine finds the page.
#[derive(Clone)]
pub(super) struct Guard {
    hosts: Vec<String>,
}

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
const FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");

impl Guard {
    pub(super) fn new(port: u16) -> Self {
        const NAMES: [&str; 2] = ["127.0.0.1", "localhost"];
        let mut hosts: Vec<String> = NAMES.iter().map(|name| format!("{name}:{port}")).collect();
        if port == 80 {
            hosts.extend(NAMES.map(String::from));
        }
        Self { hosts }
    }

    /// What is wrong with a request, if it comes from elsewhere.
    pub(super) fn refusal<B>(&self, request: &Request<B>) -> Option<&'static str> {
        let headers = request.headers();
        let is_here = |host: &str| self.hosts.iter().any(|known| known == host);
        let authority = request.uri().authority();
        if !matches!(all(headers, HOST).as_slice(), [host] if is_here(host))
            || authority.is_some_and(|authority| !is_here(authority.as_str()))
        {
            return Some("the Host header must name this machine and the port of the page");
        }
        let origins = all(headers, ORIGIN);
        if !origins.iter().all(|origin| origin.strip_prefix("http://").is_some_and(is_here)) {
            return Some("the Origin header must be that of the page");
        }
        if request.method() == Method::POST && origins.is_empty() {
            return Some("the Origin header is missing");
        }
        let sites = all(headers, FETCH_SITE);
        let is_own = sites.iter().all(|site| matches!(*site, "same-origin" | "none"));
        if !is_own && !is_link(request) {
            return Some("the request must come from the page");
        }
        None
    }
}

/// Whether a browser follows a link to the page; the link may be on any site.
fn is_link<B>(request: &Request<B>) -> bool {
    let headers = request.headers();
    request.method() == Method::GET
        && request.uri().path() == "/"
        && all(headers, FETCH_MODE) == ["navigate"]
        && all(headers, FETCH_DEST) == ["document"]
}

/// The values of a header; what is no text is no value that is wanted.
fn all(headers: &HeaderMap, name: HeaderName) -> Vec<&str> {
    headers.get_all(name).iter().map(|value| value.to_str().unwrap_or_default()).collect()
}

/// What every answer says to the browser: run and load only what comes from here, show it in no other page, keep nothing.
pub(super) fn protect(headers: &mut HeaderMap) {
    const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                          base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
