//! Every rule a table of strings with their countries.

use super::*;

/// Checks rows of a string and its countries, joined by `,`.
fn check(rows: &[(&str, &str)]) {
    let gazetteer = Gazetteer::embedded();
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(text, wanted)| {
            let resolution = gazetteer.resolve(text);
            let found: Vec<String> = resolution.countries().iter().map(ToString::to_string).collect();
            let found = found.join(",");
            (found != *wanted)
                .then(|| format!("`{text}`: wanted `{wanted}`, got `{found}` from {:?}", resolution.located))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_embedded_tables_have_no_findings() {
    let told: Vec<String> = Gazetteer::check().iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{} findings:\n{}", told.len(), told.join("\n"));
}

#[test]
fn all_countries_are_known_by_name() {
    for country in crate::country::Country::all().filter(|it| !matches!(it.code(), "XZ" | "GE")) {
        let text = format!("Faculty of Science, {}", country.name());
        assert_eq!(Gazetteer::embedded().resolve(&text).countries(), [country], "{text}");
    }
}

#[test]
fn the_order_of_the_words_makes_the_university() {
    check(&[
        ("University of Washington", "US"),
        ("Washington University in St. Louis", "US"),
        ("University of York", "GB"),
        ("York University", "CA"),
        ("Northwestern University", "US"),
        ("Northwestern Polytechnical University", "CN"),
        ("University of Newcastle", "AU"),
        ("Newcastle University", "GB"),
    ]);
}

#[test]
fn the_longest_name_wins() {
    check(&[
        ("New York University", "US"),
        ("New York University Abu Dhabi", "AE"),
        ("New York University, Abu Dhabi", "AE"),
        ("NYU Shanghai", "CN"),
        ("Carnegie Mellon University in Qatar", "QA"),
        ("CMU-Africa", "RW"),
        ("Texas A&M University at Qatar", "QA"),
        ("University of Nottingham Ningbo China", "CN"),
        ("Xi'an Jiaotong-Liverpool University", "CN"),
        ("Duke Kunshan University", "CN"),
        ("Monash University Malaysia", "MY"),
        ("Microsoft Research Asia", "CN"),
        ("Google Research India", "IN"),
        ("Samsung Research America", "US"),
        ("IBM Research Zurich", "CH"),
        ("Huawei Technologies Canada", "CA"),
        ("NEC Labs America", "US"),
        ("Toyota Technological Institute at Chicago", "US"),
        ("Toyota Technological Institute", "JP"),
    ]);
}

#[test]
fn a_printed_place_beats_the_headquarters() {
    check(&[
        ("Northeastern University", "US"),
        ("Northeastern University, Shenyang, China", "CN"),
        ("Northeastern University, Shenyang", "CN"),
        ("Samsung AI Center, Cambridge, UK", "GB"),
        ("Samsung AI Center, Cambridge", "GB"),
        ("Google, Zurich", "CH"),
        ("Amazon, Berlin, Germany", "DE"),
        ("Flipkart Data Science, Seattle, Washington, USA", "US"),
        ("ByteDance, San Jose, CA", "US"),
        ("Schlumberger-Doll Research, Cambridge, MA", "US"),
    ]);
}

#[test]
fn a_place_that_contradicts_a_university_is_kept_and_told() {
    let resolution = Gazetteer::embedded().resolve("University of Tennessee, Knoxville, Norway");
    assert_eq!(resolution.countries(), ["NO".parse().unwrap()]);
    assert_eq!(resolution.conflicts, ["University of Tennessee is in US, the page says NO (Norway)"]);
}

#[test]
fn hong_kong_macau_and_taiwan() {
    check(&[
        ("The Chinese University of Hong Kong", "HK"),
        ("The Chinese University of Hong Kong, Shenzhen", "CN"),
        ("CUHK-Shenzhen", "CN"),
        ("HKUST(GZ)", "CN"),
        ("The Hong Kong University of Science and Technology (Guangzhou)", "CN"),
        ("Hong Kong University of Science and Technology, Nansha, China", "CN"),
        ("City University of Hong Kong (Dongguan)", "CN"),
        ("Beijing Normal University-Hong Kong Baptist University United International College, Zhuhai", "CN"),
        ("University of Macau, Hengqin", "CN"),
        ("The University of Hong Kong, Hong Kong, China", "HK"),
        ("The Hong Kong Polytechnic University, Hong Kong SAR", "HK"),
        ("The Hong Kong Polytechnic University, China", "HK"),
        ("University of Macau, Macau, China", "MO"),
        ("National Taiwan University, Taiwan, R.O.C.", "TW"),
        ("Institute of X, Taipei, Taiwan, China", "TW"),
        ("National Tsing Hua University", "TW"),
        ("Tsinghua University", "CN"),
        ("National Chiao Tung University", "TW"),
        ("Shanghai Jiao Tong University", "CN"),
        ("National Yang Ming Chiao Tung University", "TW"),
        ("National Cheng Kung University", "TW"),
        ("National Central University", "TW"),
        ("Academia Sinica", "TW"),
        ("Sun Yat-sen University", "CN"),
        ("National Sun Yat-sen University", "TW"),
        ("ZJU-UIUC Institute, Haining", "CN"),
    ]);
}

#[test]
fn ambiguous_cities_are_no_evidence_alone() {
    check(&[
        ("Cambridge", ""),
        ("Cambridge, MA", "US"),
        ("Cambridge, USA", "US"),
        ("MIT, Cambridge", "US"),
        ("Harvard University, Cambridge", "US"),
        ("University of Cambridge", "GB"),
        ("Cambridge, UK", "GB"),
        ("Birmingham", ""),
        ("London", ""),
        ("London, Ontario", "CA"),
        ("Western University, London, ON", "CA"),
        ("Georgia", ""),
        ("Atlanta, Georgia", "US"),
        ("Athens, Georgia", "US"),
        ("University of Georgia, Athens, GA", "US"),
        ("Georgia Institute of Technology", "US"),
        ("Georgia, USA", "US"),
        ("Tbilisi, Georgia", "GE"),
        ("Tbilisi State University, Tbilisi", "GE"),
        ("Athens, Greece", "GR"),
        ("Durham", ""),
        ("Duke University, Durham", "US"),
        ("Durham University", "GB"),
        ("Waterloo", ""),
        ("University of Waterloo, Waterloo", "CA"),
        ("Vancouver", ""),
        ("Melbourne", ""),
        ("Richmond", ""),
        ("Cordoba", ""),
        ("Córdoba, Argentina", "AR"),
        ("San Jose", ""),
        ("Santiago", ""),
        ("Valencia", ""),
        ("Universitat Politècnica de València", "ES"),
    ]);
}

#[test]
fn postal_codes_of_states_need_a_comma_and_a_context() {
    check(&[
        ("Sunnyvale, CA", "US"),
        ("Acme Robotics, Springfield, CA", "US"),
        ("Acme Robotics, Toronto, CA", "CA"),
        ("University of Waterloo, Waterloo, ON, CA", "CA"),
        ("Acme Robotics, Springfield, IN", "US"),
        ("Acme Robotics, Bangalore, IN", "IN"),
        ("Acme Robotics, Bangalore, KA, IN", "IN"),
        ("TU Darmstadt, DE", "DE"),
        ("Department of IT", ""),
        ("join us", ""),
        ("Lab OR", ""),
        ("Acme Lab, Springfield PA 15213", "US"),
        ("Vrije Universiteit, Foostad, NL", "NL"),
        ("Lebanon, NH", "US"),
    ]);
}

#[test]
fn words_that_hold_a_country_and_are_none() {
    check(&[
        ("Korea University", "KR"),
        ("Korea Acme Institute", ""),
        ("Acme University of China", ""),
        ("Indiana University", "US"),
        ("New England", ""),
        ("Beth Israel Deaconess Medical Center", "US"),
        ("Beth Israel", ""),
        ("College of New Jersey, Ewing, NJ", "US"),
        ("Oxford University Press", ""),
        ("Ministry of Education", ""),
        ("Independent Researcher", ""),
        ("Department of Computer Science", ""),
    ]);
}

#[test]
fn headquarters() {
    check(&[
        ("Google", "US"),
        ("Google Research", "US"),
        ("Microsoft", "US"),
        ("Meta AI", "US"),
        ("Facebook AI Research", "US"),
        ("Amazon", "US"),
        ("Apple", "US"),
        ("NVIDIA", "US"),
        ("IBM Research", "US"),
        ("Intel Labs", "US"),
        ("Adobe Research", "US"),
        ("Salesforce Research", "US"),
        ("DeepMind", "GB"),
        ("Samsung", "KR"),
        ("NAVER", "KR"),
        ("LG AI Research", "KR"),
        ("Sony", "JP"),
        ("NEC Corporation", "JP"),
        ("Toyota Motor Corporation", "JP"),
        ("Huawei Noah's Ark Lab", "CN"),
        ("Huawei Noah’s Ark Lab", "CN"),
        ("Alibaba Group", "CN"),
        ("Tencent AI Lab", "CN"),
        ("ByteDance AI Lab", "CN"),
        ("Baidu Inc.", "CN"),
        ("Ant Group", "CN"),
        ("JD.com", "CN"),
        ("OPPO Research Institute", "CN"),
        ("SAP SE", "DE"),
        ("Bosch Center for Artificial Intelligence", "DE"),
        ("Siemens AG", "DE"),
    ]);
    let basis = |text: &str| Gazetteer::embedded().resolve(text).basis();
    assert_eq!(basis("Google Research"), Some(crate::affiliation::Basis::HqDefault));
    assert_eq!(basis("Stanford University"), Some(crate::affiliation::Basis::Institution));
    assert_eq!(basis("Stanford University, CA, USA"), Some(crate::affiliation::Basis::PrintedCountry));
    assert_eq!(basis("Stanford University, Stanford, CA"), Some(crate::affiliation::Basis::PrintedRegion));
}

#[test]
fn short_names_need_their_case_and_their_segment() {
    check(&[
        ("SAP", "DE"),
        ("Sap", ""),
        ("Maarten Sap", ""),
        ("Percy Liang", ""),
        ("MIT CSAIL", "US"),
        ("mit", ""),
        ("Joint Robotics Institute (MIT)", ""),
        ("Department of Computer Science (MIT)", "US"),
    ]);
}

#[test]
fn teams_and_bodies_of_several_states() {
    check(&[
        ("Qwen Team", "CN"),
        ("DeepSeek-AI", "CN"),
        ("Kimi Team", "CN"),
        ("GLM Team", "CN"),
        ("InternLM Team", "CN"),
        ("Gemma Team, Google DeepMind", "GB"),
        ("CERN", "XZ"),
        ("CERN, Geneva, Switzerland", "CH"),
        ("European Space Agency, Noordwijk, The Netherlands", "NL"),
        ("Joint Research Centre, Ispra, Italy", "IT"),
        ("European Southern Observatory, Garching", "DE"),
    ]);
    assert_eq!(Gazetteer::embedded().resolve("Qwen Team").basis(), Some(crate::affiliation::Basis::Team));
}

#[test]
fn all_bodies_of_a_string_count() {
    check(&[
        ("Microsoft Research and Tel Aviv University, Israel", "IL,US"),
        ("1 MIT 2 University of Oxford", "GB,US"),
        ("Stanford University, CA, USA; ETH Zurich, Switzerland", "CH,US"),
        ("Tsinghua University♠ Stanford University", "CN,US"),
        ("Johns Hopkins University, Facebook AI Research, ETH Zurich", "CH,US"),
        ("Massachusetts Institute of\nTechnology", "US"),
        ("University of California,\nBerkeley", "US"),
        ("U NIVERSITY OF O XFORD", "GB"),
        ("HarbinInstituteofTechnology", "CN"),
        ("Universit ´e de Montr ´eal", "CA"),
        ("ETH Z¨urich", "CH"),
    ]);
}

#[test]
fn e_mail_counts_where_there_is_nothing_else() {
    check(&[
        ("ada@cs.example.fr", "FR"),
        ("ada@gmail.com", ""),
        ("ada@qq.com", ""),
        ("ada@startup.ai", ""),
        ("ada@startup.io", ""),
        ("ada@somewhere.edu", "US"),
        ("ada@upf.edu", "ES"),
        ("ada@x.ac.uk", "GB"),
        ("ada@stanford.edu", "US"),
        ("ada@deepmind.com", "GB"),
        ("University of Toronto ada@cs.example.fr", "CA"),
        ("Acme AI, ada@google.com", "US"),
    ]);
}

#[test]
fn rows_of_the_user_win() {
    let tsv = "acme\tAcme Robotics\tFI\tcompany\t\tacme.example\tAcme Lab\t\nmine\tStanford University\tNZ\tedu\t\t\t\t";
    let gazetteer = Gazetteer::with_overlay(tsv).unwrap();
    let resolution = gazetteer.resolve("Acme Lab, Springfield");
    assert_eq!(resolution.countries(), ["FI".parse().unwrap()]);
    assert_eq!(resolution.basis(), Some(crate::affiliation::Basis::User));
    assert_eq!(gazetteer.resolve("Stanford University, CA, USA").countries(), ["NZ".parse().unwrap()]);
    assert_ne!(gazetteer.hash(), Gazetteer::embedded().hash());
    let error = Gazetteer::with_overlay("x\tX\tUK\tedu\t\t\t\t\ny\tY").unwrap_err();
    assert_eq!(error.0.len(), 2, "{error}");
}
