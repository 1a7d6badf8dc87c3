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
        ("Huawei Canada", "CA"),
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
        ("Noah’s Ark Lab, Huawei, Canada", "CA"),
        ("Noah's Ark Lab, Huawei", "CN"),
        ("Huawei and Huawei Canada", "CA,CN"),
        ("Huawei, Canada", "CA"),
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
        ("Taiwan", "TW"),
        ("Academia Sinica, Taiwan", "TW"),
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
        ("Acme Robotics, Foostad, OR", "US"),
        ("Acme Robotics, Foostad, CO", "US"),
        ("Acme Robotics, Foostad, ME", "US"),
        ("Acme Robotics, Foostad, DE", "US"),
        ("Acme Robotics, Vancouver, BC, CA", "CA"),
        ("ACME ROBOTICS OR FOOSTAD", ""),
        ("contact me", ""),
        ("Department of IT", ""),
        ("join us", ""),
        ("Lab OR", ""),
        ("Acme Lab, Springfield PA 15213", "US"),
        ("Vrije Universiteit, Foostad, NL", "NL"),
        ("Lebanon, NH", "US"),
        ("Foo University, Austin TX78712", "US"),
        ("Foo University, Portland, OR 97201", "US"),
        ("Acme Lab, Foostad, CA USA", "US"),
        ("IDNA2008/TR46 internationalized", ""),
        ("1st edition (NAIST-IS-TR99008)", ""),
        ("variance structures (AR1)", ""),
        ("DATA, OR PROFITS; OR BUSINESS", ""),
        ("S, D, SC, DZ", ""),
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
        ("Gemini Team, Google", "US"),
        ("Llama Team, AI @ Meta", "US"),
        ("InternLM Team", "CN"),
        ("Gemma Team, Google DeepMind", "GB"),
        ("CERN", "XZ"),
        ("EMBL", "XZ"),
        ("EMBL, Heidelberg, Germany", "DE"),
        ("ESA", "XZ"),
        ("ESO", "XZ"),
        ("United Nations", "XZ"),
        ("United Nations, New York, USA", "US"),
        ("European Commission, Joint Research Centre", "XZ"),
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
        ("MIT♥ ETH Zurich♦ KAIST♣ Google", "CH,KR,US"),
        ("MIT† ETH Zurich‡ KAIST§ Google¶ INRIA∗", "CH,FR,KR,US"),
        ("Department of Physics and\nTel Aviv University", "IL"),
        ("School of Engineering &\nTel Aviv University", "IL"),
        ("University of\nCalifornia, Berkeley", "US"),
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

fn file(name: &str, text: &str) -> GazetteerFile {
    GazetteerFile { name: name.into(), text: text.into() }
}

fn codes(resolution: &Resolution) -> String {
    resolution.countries().iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

#[test]
fn rows_of_the_user_win() {
    let tsv = "acme\tAcme Robotics\tFI\tcompany\t\tacme.example\tAcme Lab\t\nmine\tStanford University\tNZ\tedu\t\t\t\t";
    let gazetteer = Gazetteer::with_files(&[file("mine.tsv", tsv)]).unwrap();
    let resolution = gazetteer.resolve("Acme Lab, Springfield");
    assert_eq!(codes(&resolution), "FI");
    assert_eq!(resolution.basis(), Some(crate::affiliation::Basis::User));
    assert_eq!(codes(&gazetteer.resolve("Stanford University, CA, USA")), "NZ");
    assert_ne!(gazetteer.hash(), Gazetteer::embedded().hash());
    let error = Gazetteer::with_files(&[file("mine.tsv", "x\tX\tUK\tedu\t\t\t\t\ny\tY")]).unwrap_err();
    assert_eq!(error.0.len(), 2, "{error}");
    let told = error.to_string();
    assert!(told.contains("mine.tsv:1: `UK`") && told.contains("mine.tsv:2: 2 columns"), "{told}");
}

#[test]
fn the_later_file_of_a_user_wins() {
    let row = |code: &str| file(code, &format!("acme\tAcme Robotics\t{code}\tcompany\t\tacme.example\t\t"));
    for (files, wanted) in [([row("FI"), row("NO")], "NO"), ([row("NO"), row("FI")], "FI")] {
        let gazetteer = Gazetteer::with_files(&files).unwrap();
        assert_eq!(codes(&gazetteer.resolve("Acme Robotics, Helsinki")), wanted);
        assert_eq!(codes(&gazetteer.resolve("ada@acme.example")), wanted);
    }
}

#[test]
fn imported_rows_fill_gaps_and_never_win() {
    let head = format!("{IMPORTED}ROR: v1.0\n");
    let rows = "ror:1\tStanford University\tNZ\tedu\t\tstanford.edu;foostad.example\t!MIT\t\n\
                ror:2\tFoostad Institute of Studies\tNO\tedu\t\t\tGreece\t\n\
                ror:3\tStanford University of Foostad\tNO\tedu\t\t\t\t\n";
    let gazetteer = Gazetteer::with_files(&[file("ror.tsv", &(head + rows))]).unwrap();
    for (text, wanted) in [
        ("Stanford University", "US"),
        ("MIT", "US"),
        ("ada@stanford.edu", "US"),
        ("Institute of X, Greece", "GR"),
        ("ada@foostad.example", "NZ"),
        ("Foostad Institute of Studies", "NO"),
        ("Stanford University of Foostad", "NO"),
        ("Foostad Institute of Studies, Athens, Greece", "GR"),
    ] {
        assert_eq!(codes(&gazetteer.resolve(text)), wanted, "{text}");
    }
    let own = file("mine.tsv", "f\tFoostad Institute of Studies\tFI\tedu\t\t\t\t");
    let all = Gazetteer::with_files(&[own, file("ror.tsv", &format!("{IMPORTED}ROR\n{rows}"))]).unwrap();
    assert_eq!(codes(&all.resolve("Foostad Institute of Studies")), "FI");
}

#[test]
fn the_order_of_evidence() {
    use crate::affiliation::Basis::{
        City, EmailDomain, EmailTld, HqDefault, Institution, PrintedCountry, PrintedRegion,
    };
    for (text, country, basis) in [
        ("Google, Mountain View, CA, USA", "US", PrintedCountry),
        ("Google, Foostad, Ontario, Canada", "CA", PrintedCountry),
        ("Google, Foostad, Ontario", "CA", PrintedRegion),
        ("Adobe Research, Basel", "CH", City),
        ("Acme Robotics, Zurich", "CH", City),
        ("University of Oslo, Department of Physics", "NO", Institution),
        ("University of Oslo, ada@google.com", "NO", Institution),
        ("Acme Robotics, ada@example.fr", "FR", EmailTld),
        ("Acme Robotics, ada@google.com", "US", EmailDomain),
        ("Google", "US", HqDefault),
    ] {
        let found = Gazetteer::embedded().resolve(text);
        assert_eq!((codes(&found).as_str(), found.basis()), (country, Some(basis)), "{text}");
    }
}

#[test]
fn an_acronym_in_brackets_is_that_of_the_name_before_it() {
    check(&[
        ("National Taiwan Normal University (NTNU)", "TW"),
        ("Delhi Technological University (DTU)", "IN"),
        ("Florida Atlantic University (FAU)", "US"),
        ("Université catholique de Louvain (UCL)", "BE"),
        ("University College Cork (UCC)", "IE"),
        ("Massachusetts Institute of Technology (MIT)", "US"),
        ("Department of Computer Science (MIT)", "US"),
    ]);
}

#[test]
fn a_name_spans_no_comma_that_is_not_its_own() {
    check(&[
        ("Foo University, West Campus", ""),
        ("New York University, Abu Dhabi", "AE"),
        ("University of Nottingham (Ningbo)", "CN"),
        ("University of California, Berkeley", "US"),
        ("University of California Berkeley", "US"),
    ]);
}

#[test]
fn a_state_behind_a_city_makes_a_town_of_it() {
    check(&[
        ("Acme Robotics, Dublin, CA", "US"),
        ("Vienna, VA", "US"),
        ("Verona, WI", "US"),
        ("Malvern, PA", "US"),
        ("Oxford, OH", "US"),
        ("Rome, NY", "US"),
        ("Toronto, CA", "CA"),
        ("Munich, DE", "DE"),
        ("Dublin", "IE"),
    ]);
}

#[test]
fn a_short_place_is_not_put_together_from_words_of_a_sentence() {
    check(&[("As an example, we look at the data", ""), ("Samsung, Asan", "KR"), ("Isle of Man", "IM")]);
}

#[test]
fn strict_names_go_on_as_others_do() {
    check(&[
        ("The Open University", "GB"),
        ("Open University of Ruritania", ""),
        ("Open University of Japan", "JP"),
    ]);
}

#[test]
fn short_names_of_letters_and_signs() {
    check(&[
        ("A*STAR", "SG"),
        ("A*STAR, Singapore", "SG"),
        ("Institute for Infocomm Research, A*STAR", "SG"),
        ("MIT*ETH Zurich", "CH,US"),
        ("M.U.S.T, Macau", "MO"),
        ("Acme Robotics, U.S.A.", "US"),
        ("Acme Robotics, U.S.", "US"),
        ("Q-FAIR", ""),
        ("FAIR", "US"),
        ("a MIT", "US"),
    ]);
}

#[test]
fn free_mail_is_no_evidence_also_that_of_companies() {
    check(&[
        ("ada@yandex.ru", ""),
        ("ada@naver.com", ""),
        ("ada@navercorp.com", "KR"),
        ("ada@github.com", ""),
    ]);
}

#[test]
fn a_department_of_a_company_may_begin_with_its_country() {
    check(&[
        ("India Machine Learning, Amazon", "IN"),
        ("Machine Learning, Amazon", "US"),
        ("Korea Machine Acme, Amazon", "US"),
        ("India Machine Learning", ""),
    ]);
}

#[test]
fn every_row_is_found_by_its_own_name() {
    let gazetteer = Gazetteer::embedded();
    let lost: Vec<&str> = gazetteer
        .institutions()
        .iter()
        .filter(|row| !gazetteer.resolve(&row.name).countries().contains(&row.country))
        .map(|row| row.name.as_str())
        .collect();
    assert!(lost.is_empty(), "{} rows: {}", lost.len(), lost.join("; "));
}
