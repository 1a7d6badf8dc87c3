//! Words that say what sort of body or department something is, and not which one.

/// In alphabetical order, folded as [`Words`](crate::affiliation::words::Words) folds.
const GENERIC: &[&str] = &[
    "a", "academy", "advanced", "ag", "ai", "an", "analytics", "and", "applications", "applied", "artificial", "at", "audio", "autonomous", "basic", "bioinformatics", "biology", "brain", "branch", "business", "bv", "campus", "cedex", "center", "centre", "chemistry", "city", "cloud", "co", "cognitive", "college", "communication", "communications", "community", "company", "computational", "computer", "computers", "computing", "core", "corp", "corporate", "corporation", "cs", "cse", "data", "de", "deep", "department", "departments", "dept", "design", "development", "digital", "div", "division", "driving", "ecole", "economics", "ee", "eecs", "electrical", "electronic", "electronics", "eng", "engineering", "et", "faculty", "for", "foundation", "foundational", "from", "fundamental", "gmbh", "graduate", "graphics", "group", "headquarters", "health", "healthcare", "hq", "human", "image", "in", "inc", "incorporated", "industrial", "information", "innovation", "innovations", "institut", "institute", "intelligence", "intelligent", "interaction", "intern", "international", "internship", "kg", "lab", "laboratories", "laboratory", "labs", "language", "law", "learning", "limited", "linguistics", "llc", "llm", "llp", "ltd", "machine", "management", "math", "mathematical", "mathematics", "media", "medical", "medicine", "mobile", "mobility", "model", "models", "multimedia", "national", "natural", "network", "networks", "neural", "neuroscience", "nlp", "of", "on", "optics", "organization", "perception", "philosophy", "physical", "physics", "platform", "platforms", "plc", "processing", "product", "products", "program", "programme", "psychology", "pte", "public", "pvt", "quantum", "r", "rd", "reality", "recognition", "research", "researcher", "robot", "robotic", "robotics", "sa", "sas", "scale", "school", "schools", "science", "sciences", "scientific", "search", "security", "semiconductor", "services", "sl", "social", "software", "solutions", "spa", "speech", "srl", "state", "statistical", "statistics", "strategic", "student", "studies", "studio", "studios", "system", "systems", "team", "tech", "technical", "technological", "technologies", "technology", "the", "theoretical", "theory", "to", "training", "u", "und", "unit", "univ", "universidad", "universitat", "universite", "university", "video", "virtual", "vision", "visual", "web", "with", "work",
];

/// Whether a folded word is generic. Words of one letter and numbers are.
pub(super) fn is_generic(word: &str) -> bool {
    word.len() <= 1 || word.bytes().all(|b| b.is_ascii_digit()) || GENERIC.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted() {
        let mut sorted = GENERIC.to_vec();
        sorted.sort_unstable();
        assert_eq!(GENERIC, sorted);
    }
}
