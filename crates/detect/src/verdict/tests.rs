use super::facts::OddPlace;
use super::*;
use crate::model::Verdict;

fn standing(change: impl FnOnce(&mut Standing)) -> Standing {
    let mut standing = Standing { has_image: true, ..Standing::default() };
    change(&mut standing);
    standing
}

fn check(standing: Standing, findings: Vec<CaseFinding<'_>>, expected: Verdict) -> Judgement {
    let configured = Lineage { ids: vec![1], count: 1 };
    let judgement = judge(&case(&standing, &configured, findings));
    assert_eq!(judgement.verdict, expected, "{judgement:#?}");
    judgement
}

fn case<'a>(standing: &'a Standing, configured: &'a Lineage, findings: Vec<CaseFinding<'a>>) -> Case<'a> {
    static NONE: Requests = Requests::new();
    static SUBJECT: Subject =
        Subject { class: None, name: String::new(), image: String::new(), type_name: String::new() };
    Case {
        standing,
        configured,
        findings,
        class: Class::NativeModule,
        subject: &SUBJECT,
        requests: &NONE,
        anti_forensics: Vec::new(),
    }
}

fn finding(lineage: &Lineage, fact: Fact, chain: Option<&str>) -> CaseFinding<'static> {
    CaseFinding {
        rule: "r",
        rule_name: "Registered",
        severity: Severity::High,
        fact,
        lineage: Box::leak(Box::new(lineage.clone())),
        hostile_chain: chain.map(str::to_owned),
    }
}

#[test]
fn unknown_alone_is_unknown() {
    let judgement = check(standing(|_| ()), vec![], Verdict::Unknown);
    assert!(judgement.score < 40);
    assert!(!judgement.settle.is_empty());
}

#[test]
fn a_registration_alone_does_not_make_it_worse() {
    let lineage = Lineage { ids: vec![2], count: 1 };
    check(standing(|_| ()), vec![finding(&lineage, Fact::Provenance, None)], Verdict::Unknown);
}

#[test]
fn a_second_fact_makes_it_suspicious() {
    check(standing(|s| s.foreign_image = true), vec![], Verdict::Suspicious);
    check(standing(|s| s.look_alike = "StaticFileModule".into()), vec![], Verdict::Suspicious);
    check(standing(|s| s.odd_place = OddPlace::parse("system32_root")), vec![], Verdict::Suspicious);
}

#[test]
fn a_vendor_speaks_for_a_component_unless_its_place_is_still_odd() {
    let judgement = check(standing(|s| s.vendor = "IS Decisions".into()), vec![], Verdict::Expected);
    assert_eq!(judgement.score, 0);
    let in_temp = standing(|s| {
        s.vendor = "F5 DevCentral".into();
        s.odd_place = OddPlace::parse("user_writable");
    });
    check(in_temp, vec![], Verdict::Suspicious);
}

#[test]
fn stock_code_under_another_name_is_unknown_until_something_speaks_against_it() {
    let judgement = check(standing(|s| s.stock_code = true), vec![], Verdict::Unknown);
    assert!(judgement.reasons.iter().any(|r| r.text.contains("Microsoft's")), "{judgement:#?}");
    let lineage = Lineage { ids: vec![2], count: 1 };
    let chain = Some("w3wp.exe > cmd.exe > appcmd.exe");
    let found = vec![finding(&lineage, Fact::Provenance, chain)];
    check(standing(|s| s.stock_code = true), found, Verdict::Malicious);
}

#[test]
fn facts_of_a_component_that_only_events_name_cite_those_events() {
    let lineage = Lineage { ids: vec![2, 5], count: 2 };
    let standing = standing(|s| s.odd_place = OddPlace::parse("user_writable"));
    let findings = vec![finding(&lineage, Fact::Provenance, None)];
    let judgement = judge(&case(&standing, &Lineage::default(), findings));
    assert!(judgement.reasons.iter().all(|r| r.lineage.ids == [2, 5]), "{judgement:#?}");
}

#[test]
fn hostile_lineage_makes_an_unknown_component_malicious_and_a_stock_one_not() {
    let lineage = Lineage { ids: vec![2], count: 1 };
    let chain = Some("w3wp.exe > cmd.exe > appcmd.exe");
    let judgement = check(standing(|_| ()), vec![finding(&lineage, Fact::Provenance, chain)], Verdict::Malicious);
    assert!(judgement.score >= 75);
    assert_eq!(judgement.reasons[0].lineage.ids, [2]);
    check(standing(|s| s.stock = true), vec![finding(&lineage, Fact::Provenance, chain)], Verdict::Expected);
    check(standing(|s| s.vendor = "V".into()), vec![finding(&lineage, Fact::Provenance, chain)], Verdict::Suspicious);
}

#[test]
fn the_shape_of_a_known_family_is_malicious() {
    let shaped = standing(|s| {
        s.twin = true;
        s.appended_last = true;
        s.odd_place = OddPlace::parse("framework");
    });
    check(shaped.clone(), vec![], Verdict::Malicious);
    let signed = |how: &str| Standing { signature: how.into(), ..shaped.clone() };
    check(signed("signed by Example Ltd, under Example Root"), vec![], Verdict::Suspicious);
    // Anybody can make an authority of their own.
    check(signed("signed, root not known here: Example Ltd, issued by Lab Root"), vec![], Verdict::Malicious);
}

#[test]
fn many_hostile_findings_are_one_fact_with_support() {
    let first = Lineage { ids: vec![2], count: 1 };
    let second = Lineage { ids: vec![3], count: 1 };
    let findings = vec![
        finding(&first, Fact::Provenance, Some("w3wp.exe")),
        finding(&second, Fact::Provenance, Some("w3wp.exe > cmd.exe > appcmd.exe")),
    ];
    let judgement = check(standing(|_| ()), findings, Verdict::Malicious);
    let hostile: Vec<_> = judgement.reasons.iter().filter(|r| r.text.contains("web server started")).collect();
    assert_eq!(hostile.len(), 1, "{hostile:#?}");
    assert!(hostile[0].text.contains("appcmd.exe"));
    assert_eq!(hostile[0].lineage.ids, [2, 3]);
}

#[test]
fn a_false_signature_speaks_against_a_stock_name_too() {
    let stock = standing(|s| s.stock = true);
    check(stock.clone(), vec![], Verdict::Expected);
    for signature in
        ["tampered, signed by Microsoft Windows", "claims to be Microsoft Corporation, root not known here"]
    {
        check(Standing { signature: signature.into(), ..stock.clone() }, vec![], Verdict::Suspicious);
    }
}

#[test]
fn evidence_removed_about_the_time_of_its_coming_is_a_second_fact_and_nothing_against_what_is_known() {
    let (configured, removed) = (Lineage { ids: vec![1], count: 1 }, Lineage { ids: vec![9], count: 1 });
    let verdict = |standing: &Standing| {
        let anti_forensics = vec![("Log deleted", &removed)];
        judge(&Case { anti_forensics, ..case(standing, &configured, vec![]) }).verdict
    };
    assert_eq!(verdict(&standing(|_| ())), Verdict::Suspicious);
    assert_eq!(verdict(&standing(|s| s.vendor = "V".into())), Verdict::Expected);
}

#[test]
fn what_covers_its_own_coming_up_is_suspicious_and_mere_removal_is_not() {
    let lineage = Lineage { ids: vec![2], count: 1 };
    let silent = |severity| CaseFinding { severity, ..finding(&lineage, Fact::AntiForensics, None) };
    check(standing(|_| ()), vec![silent(Severity::High)], Verdict::Suspicious);
    check(standing(|_| ()), vec![silent(Severity::Low)], Verdict::Unknown);
    check(standing(|s| s.vendor = "V".into()), vec![silent(Severity::High)], Verdict::Expected);
}

#[test]
fn what_a_baseline_or_the_site_says_counts_until_the_file_is_another() {
    use crate::baseline::Standing as Baseline;
    check(standing(|s| s.baseline = Some(Baseline::Same)), vec![], Verdict::Expected);
    check(standing(|s| s.baseline = Some(Baseline::SameEntry)), vec![], Verdict::Expected);
    check(standing(|s| s.baseline = Some(Baseline::New)), vec![], Verdict::Unknown);
    check(standing(|s| s.baseline = Some(Baseline::OtherFile)), vec![], Verdict::Suspicious);
    check(standing(|s| s.accepted = Some("accepted".into())), vec![], Verdict::Expected);
    let lineage = Lineage { ids: vec![2], count: 1 };
    let hostile = vec![finding(&lineage, Fact::Provenance, Some("w3wp.exe > appcmd.exe"))];
    check(standing(|s| s.baseline = Some(Baseline::Same)), hostile, Verdict::Suspicious);
}
