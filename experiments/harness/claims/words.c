#include "experiments/harness/claims/words.h"

const char *const claim_kind_names[CLAIM_KINDS] = {
    [CLAIM_PROVED] = "proved", [CLAIM_CHECKED] = "checked", [CLAIM_MEASURED] = "measured"};

const char *const claim_kind_meanings[CLAIM_KINDS] = {
    [CLAIM_PROVED] = "a rigorous enclosure covers every case of the domain",
    [CLAIM_CHECKED] = "computed without chance, up to a stated rounding bound",
    [CLAIM_MEASURED] =
        ("statistical, by limits that hold whatever the law of a draw: less than one false alarm in "
         "a million runs of the battery, but for those called nominal")};

const char *const verdict_names[VERDICT_WORDS] = {[VERDICT_VERIFIED] = "verified",
                                                  [VERDICT_REFUTED] = "refuted",
                                                  [VERDICT_VACUOUS] = "vacuous",
                                                  [VERDICT_INCONCLUSIVE] = "inconclusive",
                                                  [VERDICT_NONE] = "not judged"};

const char *const verdict_signs[VERDICT_WORDS] = {[VERDICT_VERIFIED] = "\u2713",
                                                  [VERDICT_REFUTED] = "\u2717",
                                                  [VERDICT_VACUOUS] = "\u2205",
                                                  [VERDICT_INCONCLUSIVE] = "?",
                                                  [VERDICT_NONE] = "\u2013"};

const char *const verdict_meanings[VERDICT_WORDS] = {
    [VERDICT_VERIFIED] = "holds in the whole domain it was judged on",
    [VERDICT_REFUTED] = "fails there; the counterexample is what was seen",
    [VERDICT_VACUOUS] = "its hypothesis holds nowhere in the domain, or its bound says nothing",
    [VERDICT_INCONCLUSIVE] = "the computation could not decide",
    [VERDICT_NONE] = "is about a model whose file was not given; no verdict, and not counted"};

const char *const claim_asked_words[CLAIM_ASKED] = {"derived", "read into", "cross claim", "none"};

const char *const claim_needs_file = "needs --weights FILE";

const struct column claim_columns[CLAIM_COLUMNS] = {
    [CLAIM_ID] = {"id", "name of the claim"},
    [CLAIM_VERDICT] =
        {"verdict",
         "verified, refuted, vacuous or inconclusive; not judged, if the model's file is missing"},
    [CLAIM_EXPECTED] = {"expected",
                        "the verdict the claim is declared with; empty if that is of another file"},
    [CLAIM_AS_EXPECTED] = {"as_expected", "yes or no; empty without a verdict or an expected one"},
    [CLAIM_KIND] = {"kind", "proved, checked or measured"},
    [CLAIM_VALUE] = {"value", "the number the verdict rests on"},
    [CLAIM_LIMIT] = {"limit", "what it is compared with"},
    [CLAIM_CLEARANCE] = {"clearance", "distance from the limit, positive on the claim's side"},
    [CLAIM_QUANTITY] = {"quantity", "what the value is"},
    [CLAIM_RELATION] = {"relation", "how value and limit must stand"},
    [CLAIM_ALLOWANCE] = {"allowance", "slack given to the value, and why it is enough"},
    [CLAIM_STATEMENT] = {"statement", "one sentence"},
    [CLAIM_VARIANT] = {"variant",
                       "what in the domain tells it from claims that carry the same sentence"},
    [CLAIM_DOMAIN] = {"domain", "where it is judged"},
    [CLAIM_SOURCE] = {"source", "paper and equation"},
    [CLAIM_DETAIL] = {"detail", "what was seen"},
    [CLAIM_SHOWN_BY] = {"shown_by", "the experiment that shows it"},
    [CLAIM_COMMAND] = {"command", "the command that judges it again"},
    [CLAIM_FINDING] = {"finding", "what the verdict means, for the report's answer"},
    [CLAIM_PAPER] = {"paper", "what the claim is grouped under: title and where it is found"},
};
