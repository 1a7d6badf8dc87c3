//! What an audit asks: the claim, the choices under which it is made, and how the sample is drawn.

use std::fmt;
use std::str::FromStr;

use crate::adoption::{Fold, Level, Options, Scope};
use crate::country::Country;
use crate::models::Registry;

/// What sort of statement is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// A paper adopts a model.
    Model,
    /// A paper has an author in a country.
    Country,
    /// A paper has authors in each of some countries and, where one is named, adopts a model.
    Joint,
}

/// An audit: what is asked of which papers. Its text form stands in every row of a sheet, so that a file of answers
/// says by itself what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Design {
    /// What is checked.
    pub claim: Claim,
    /// The model that is asked for, or that all papers adopt; none for every model that a paper names.
    pub model: Option<String>,
    /// The countries that are asked for, or where all papers have authors; sorted.
    pub countries: Vec<Country>,
    /// From which role on a model is adopted.
    pub role: Level,
    /// Which zones count.
    pub scope: Scope,
    /// Countries that are counted as another.
    pub fold: Fold,
    /// How many rows are wanted, both strata together.
    pub size: usize,
    /// What the draw begins with.
    pub seed: u64,
}

/// What cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DesignError {
    /// A joint claim of one part.
    #[error("a joint claim has two parts or more: --country US,CN, or --model qwen --country US")]
    OneSided,
    /// Several countries where one is meant.
    #[error("--claim {0} takes one country; several at once are --claim joint")]
    ManyCountries(Claim),
    /// A country that is folded away.
    #[error("{0} is counted as {1} by --fold, so no paper has it; ask for {1}")]
    Folded(Country, Country),
    /// A model that the registry does not have.
    #[error("there is no model `{0}`; `crosscurrent models list {0}` finds its id")]
    NoModel(String),
    /// A text that is no design.
    #[error("`{0}` is not what `audit sample` writes into the column `design`")]
    Text(String),
}

impl Claim {
    /// All claims.
    pub const ALL: &'static [Claim] = &[Claim::Model, Claim::Country, Claim::Joint];

    /// As it is typed.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Claim::Model => "model",
            Claim::Country => "country",
            Claim::Joint => "joint",
        }
    }
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Design {
    /// The same audit with its countries in order, if it can be asked.
    ///
    /// # Errors
    /// A claim without its parts, a model that does not exist, a country that is folded away.
    pub fn checked(mut self, registry: &Registry) -> Result<Self, DesignError> {
        self.countries.sort_unstable();
        self.countries.dedup();
        let parts = self.countries.len() + usize::from(self.model.is_some());
        match self.claim {
            Claim::Joint if parts < 2 || self.countries.is_empty() => return Err(DesignError::OneSided),
            Claim::Model | Claim::Country if self.countries.len() > 1 => {
                return Err(DesignError::ManyCountries(self.claim));
            }
            _ => {}
        }
        if let Some(&country) = self.countries.iter().find(|&&it| self.fold.apply(it) != it) {
            return Err(DesignError::Folded(country, self.fold.apply(country)));
        }
        match &self.model {
            Some(id) if registry.get(id).is_none() => Err(DesignError::NoModel(id.clone())),
            _ => Ok(self),
        }
    }

    /// The command that draws this sample.
    #[must_use]
    pub fn command(&self) -> String {
        let mut command = format!("crosscurrent audit sample RECORDS --claim {}", self.claim);
        let mut option = |name: &str, value: &str, usual: &str| {
            if value != usual {
                command.extend([" --", name, " ", value]);
            }
        };
        option("model", self.model.as_deref().unwrap_or_default(), "");
        option("country", &codes(&self.countries), "");
        option("role", self.role.as_str(), Level::default().as_str());
        option("scope", self.scope.as_str(), Scope::default().as_str());
        for fold in self.fold.to_string().split_whitespace() {
            option("fold", fold, "");
        }
        option("seed", &self.seed.to_string(), "");
        command + &format!(" -n {}", self.size)
    }

    /// Whether a checker who finds something missing is asked which countries: where no country is named, a paper may miss
    /// any of them.
    pub(super) fn asks_which(&self) -> bool {
        self.claim == Claim::Country && self.countries.is_empty()
    }

    /// The choices of tables that count the same.
    #[must_use]
    pub fn options(&self) -> Options {
        Options { role: self.role, scope: self.scope, fold: self.fold.clone(), ..Options::default() }
    }
}

/// Codes joined as they are typed: `CN,US`.
pub(super) fn codes(countries: &[Country]) -> String {
    countries.iter().map(Country::code).collect::<Vec<_>>().join(",")
}

impl fmt::Display for Design {
    /// `claim=model model=qwen country= role=strict scope=all fold= n=100 seed=1`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { claim, model, countries, role, scope, fold, size, seed } = self;
        let model = model.as_deref().unwrap_or_default();
        let fold = fold.to_string().replace(' ', "+");
        let countries = codes(countries);
        write!(
            f,
            "claim={claim} model={model} country={countries} role={role} scope={scope} fold={fold} n={size} seed={seed}"
        )
    }
}

impl FromStr for Design {
    type Err = DesignError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || DesignError::Text(text.to_owned());
        let mut pairs = text.split_whitespace().map(|pair| pair.split_once('=').unwrap_or_default());
        let mut value = |name: &str| pairs.next().filter(|it| it.0 == name).map(|it| it.1).ok_or_else(wrong);
        let claim = value("claim")?;
        let design = Self {
            claim: Claim::ALL.iter().copied().find(|it| it.as_str() == claim).ok_or_else(wrong)?,
            model: Some(value("model")?).filter(|id| !id.is_empty()).map(str::to_owned),
            countries: value("country")?
                .split(',')
                .filter(|code| !code.is_empty())
                .map(|code| code.parse().map_err(|_| wrong()))
                .collect::<Result<_, _>>()?,
            role: value("role")?.parse().map_err(|_| wrong())?,
            scope: value("scope")?.parse().map_err(|_| wrong())?,
            fold: value("fold")?
                .split('+')
                .filter(|fold| !fold.is_empty())
                .try_fold(Fold::default(), |all, fold| all.and(fold.parse()?))
                .map_err(|_| wrong())?,
            size: value("n")?.parse().map_err(|_| wrong())?,
            seed: value("seed")?.parse().map_err(|_| wrong())?,
        };
        if pairs.next().is_some() { Err(wrong()) } else { Ok(design) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adoption::specimen::{country, registry};

    fn design() -> Design {
        Design {
            claim: Claim::Model,
            model: Some("qwen".to_owned()),
            countries: Vec::new(),
            role: Level::Strict,
            scope: Scope::All,
            fold: Fold::default(),
            size: 100,
            seed: 1,
        }
    }

    #[test]
    fn a_design_is_read_as_it_is_written() {
        let fold = "HK,MO=CN".parse::<Fold>().and_then(|fold| fold.and("PR=US".parse()?)).expect("a fold");
        for design in [
            design(),
            Design { claim: Claim::Country, model: None, countries: vec![country("US")], ..design() },
            Design {
                claim: Claim::Joint,
                countries: vec![country("CN"), country("US")],
                role: Level::Broad,
                scope: Scope::Main,
                fold,
                seed: u64::MAX,
                ..design()
            },
        ] {
            assert_eq!(design.to_string().parse(), Ok(design));
        }
        for wrong in ["", "claim=model", "claim=love model= country= role=strict scope=all fold= n=1 seed=1"]
        {
            assert!(wrong.parse::<Design>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_cannot_be_asked_is_told() {
        let registry = registry();
        let (us, cn) = (country("US"), country("CN"));
        for (design, expected) in [
            (design(), None),
            (Design { claim: Claim::Joint, ..design() }, Some("a joint claim has two parts")),
            (Design { claim: Claim::Joint, countries: vec![us], ..design() }, None),
            (
                Design { claim: Claim::Joint, model: None, countries: vec![us, us], ..design() },
                Some("a joint"),
            ),
            (Design { countries: vec![us, cn], ..design() }, Some("takes one country")),
            (Design { model: Some("gpt-9".to_owned()), ..design() }, Some("no model `gpt-9`")),
            (
                Design { fold: "US=CN".parse().expect("a fold"), countries: vec![us], ..design() },
                Some("US is counted as CN"),
            ),
        ] {
            let said = design.checked(&registry).err().map(|error| error.to_string());
            match expected {
                None => assert_eq!(said, None),
                Some(words) => assert!(said.as_deref().unwrap_or_default().contains(words), "{said:?}"),
            }
        }
    }

    #[test]
    fn the_command_draws_the_same_sample() {
        let design = Design { role: Level::Broad, countries: vec![country("US")], ..design() };
        assert_eq!(
            design.command(),
            "crosscurrent audit sample RECORDS --claim model --model qwen --country US --role broad --seed 1 -n 100"
        );
    }
}
