//! The networks at the ends of a run's cycles, taken together.

use anyhow::{Result, bail};

use super::data::Data;
use super::model::{Net, Weights, correct};

/// Test images that one network gets right whose weights are the mean of the networks' weights.
pub(crate) fn averaged(snapshots: &[Weights], data: &Data) -> Result<usize> {
    let [first, others @ ..] = snapshots else { bail!("no weights to average") };
    let mut mean = first.clone();
    for (name, tensor) in &mut mean {
        for other in others {
            *tensor = (&*tensor + &other[name])?;
        }
        let count = u32::try_from(snapshots.len())?;
        *tensor = (&*tensor / f64::from(count))?;
    }
    network(&mean, data)?.correct(&data.test)
}

/// Test images that the mean of the networks' probabilities gets right: Snapshot Ensembles (arXiv 1704.00109).
pub(crate) fn ensemble(snapshots: &[Weights], data: &Data) -> Result<usize> {
    let [first, others @ ..] = snapshots else { bail!("no networks to ask") };
    let probabilities = |weights| network(weights, data)?.probabilities(&data.test);
    // The sum is highest where the mean is.
    let mut sum = probabilities(first)?;
    for other in others {
        sum = (sum + probabilities(other)?)?;
    }
    correct(&sum, &data.test)
}

fn network(weights: &Weights, data: &Data) -> Result<Net> {
    let net = Net::new(data.train.shape(), 0)?;
    net.set_weights(weights)?;
    Ok(net)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The classes that networks of these seeds agree on, from their scores with plain loops.
    fn by_hand(seeds: &[u64], data: &Data) -> Result<usize> {
        let mut sums = vec![vec![0f64; 10]; data.test.len()];
        for &seed in seeds {
            let scores = Net::new(data.train.shape(), seed)?.forward(&data.test.images)?.to_vec2::<f32>()?;
            for (sums, scores) in sums.iter_mut().zip(scores) {
                let powers: Vec<f64> = scores.into_iter().map(|score| f64::from(score).exp()).collect();
                let total: f64 = powers.iter().sum();
                sums.iter_mut().zip(powers).for_each(|(sum, power)| *sum += power / total);
            }
        }
        let labels = data.test.labels.to_vec1::<u32>()?;
        let right = sums.iter().zip(labels).filter(|(sums, label)| {
            let own = sums[usize::try_from(*label).expect("a small label")];
            sums.iter().all(|&sum| sum <= own)
        });
        Ok(right.count())
    }

    #[test]
    fn probabilities_are_added_up() -> Result<()> {
        let data = Data::digits()?;
        let weights = |seed| Net::new(data.train.shape(), seed)?.weights();
        for seeds in [&[0][..], &[2, 3, 4]] {
            let snapshots = seeds.iter().map(|&seed| weights(seed)).collect::<Result<Vec<_>>>()?;
            assert_eq!(ensemble(&snapshots, &data)?, by_hand(seeds, &data)?, "{seeds:?}");
        }
        assert!(ensemble(&[], &data).is_err() && averaged(&[], &data).is_err());
        Ok(())
    }

    #[test]
    fn one_network_is_its_own_mean() -> Result<()> {
        let data = Data::digits()?;
        let net = Net::new(data.train.shape(), 5)?;
        let correct = net.correct(&data.test)?;
        for snapshots in [vec![net.weights()?], vec![net.weights()?; 3]] {
            assert_eq!(averaged(&snapshots, &data)?, correct);
            assert_eq!(ensemble(&snapshots, &data)?, correct);
        }
        Ok(())
    }
}
