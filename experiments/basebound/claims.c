/* The published bounds on RoPE's base, each number judged by proof: it passes at its length, and
 * none smaller does. */
#include <math.h>
#include <stdio.h>

#include "experiments/basebound/claims.h"
#include "experiments/basebound/published.h"
#include "experiments/harness/claims/claim_tools.h"

enum { DIM = 128 };
enum source { MEN, SU };

/* Bases from which a search starts: 1 to such lengths, else this share of the least base that
 * rounds to the smaller number. */
static const double from_one_most[SCALE_COUNT] = {0x1p12, 0x1p17, 0x1p20},
                    else_from[SCALE_COUNT] = {0.999, 0.99, 0.9};

static double printed(size_t row, enum source source)
{
    return source == MEN ? basebound_published[row].men : basebound_published[row].second;
}

/* The least and the largest base that two digits round to the printed one. */
static double rounds_to(double base, double side)
{
    double digit = pow(10.0, floor(log10(base)) - 1.0);
    return base + 0.5 * side * digit;
}

static enum status judge_passes(size_t row, enum source source, struct judgement *out)
{
    const struct basebound_published *p = &basebound_published[row];
    double base = printed(row, source);
    struct base_verdict verdict;
    enum status status = basebound_check(DIM, (size_t)p->context, base, &verdict);
    if (status != STATUS_OK)
        return status;
    judge_above(out, verdict.value, 0.0);
    out->verdict = !verdict.proved  ? VERDICT_INCONCLUSIVE
                   : verdict.passes ? VERDICT_VERIFIED
                                    : VERDICT_REFUTED;
    if (verdict.passes)
        message_set(&out->detail,
                    "B_r >= 0 at all %.0f distances; it is least at r = %.0f, where it is %.6g",
                    p->context, verdict.distance, verdict.value);
    else
        message_set(&out->detail, "first negative at r = %.0f, where B_r = %.6g", verdict.distance,
                    verdict.value);
    message_set(&out->shown_by, "build/posbias basebound --dim=%d --context=%.0f --check=%g", DIM,
                p->context, base);
    return STATUS_OK;
}

/* Where a search for a row starts and what it finds. */
struct found {
    double from, lo, hi;
};

struct sought {
    const struct basebound_published *row;
    double from;
};

static enum status fill(void *context, double *value)
{
    const struct sought *s = context;
    bool none;
    value[0] = s->from;
    return basebound_none(DIM, (size_t)s->row->context, s->from, BASE_BANK_BASE, &none, &value[1],
                          &value[2]);
}

/* The first base that passes from a scale's start on; both claims of a row share it. */
static enum status find(size_t row, int scale, struct found *out)
{
    const struct basebound_published *p = &basebound_published[row];
    struct sought sought = {p, p->context <= from_one_most[scale]
                                   ? 1.0
                                   : else_from[scale] * rounds_to(fmin(p->men, p->second), -1.0)};
    char key[64];
    const double *value;
    snprintf(key, sizeof key, "basebound %.0f from %.17g", p->context, sought.from);
    enum status status = claim_memo(key, 3, fill, &sought, &value);
    if (status == STATUS_OK)
        *out = (struct found){value[0], value[1], value[2]};
    return status;
}

static enum status judge_least(size_t row, enum source source, int scale, struct judgement *out)
{
    const struct basebound_published *p = &basebound_published[row];
    double base = printed(row, source), limit = rounds_to(base, -1.0);
    struct found found;
    enum status status = find(row, scale, &found);
    if (status != STATUS_OK)
        return status;
    bool smaller = found.hi > 0.0 && found.hi < limit;
    judge_above(out, smaller ? found.hi : found.lo, limit);
    if (!smaller && !(found.lo >= limit && found.hi > 0.0))
        out->verdict = VERDICT_INCONCLUSIVE;
    else if (found.lo > rounds_to(base, 1.0))
        out->verdict = VERDICT_REFUTED; /* the printed base and what rounds to it fail */
    if (smaller)
        message_set(&out->detail, "base %.12g passes, %.3g times smaller", found.hi,
                    base / found.hi);
    else
        message_set(&out->detail,
                    "every base in [%.6g, %.12g) fails at some distance; %.12g passes", found.from,
                    found.lo, found.hi);
    if (smaller)
        message_set(&out->shown_by, "build/posbias basebound --dim=%d --context=%.0f --check=%.17g",
                    DIM, p->context, found.hi);
    else
        message_set(&out->shown_by,
                    "build/posbias basebound --dim=%d --context=%.0f --certificate=base.txt", DIM,
                    p->context);
    return STATUS_OK;
}

/* clang-format off */
/* One row of the published table: TAG as in ids, LENGTH in tokens as text, the numbers as printed,
 * what is true of them and what the report's answer says of it. */
#define ROWS(row) \
    row(0,  1K,   "1024",    "4.3e3", VERIFIED, VERIFIED, "4.3e3", VERIFIED, VERIFIED, NULL, NULL) \
    row(1,  2K,   "2048",    "1.6e4", VERIFIED, REFUTED,  "1.2e4", REFUTED,  VERIFIED, NULL, NULL) \
    row(2,  4K,   "4096",    "2.7e4", REFUTED,  VERIFIED, "2.7e4", REFUTED,  VERIFIED, NULL, NULL) \
    row(3,  8K,   "8192",    "8.4e4", VERIFIED, VERIFIED, "8.4e4", VERIFIED, VERIFIED, NULL, NULL) \
    row(4,  16K,  "16384",   "3.1e5", REFUTED,  REFUTED,  "2.3e5", REFUTED,  VERIFIED, NULL, NULL) \
    row(5,  32K,  "32768",   "6.4e5", REFUTED,  REFUTED,  "6.3e5", VERIFIED, VERIFIED, NULL, NULL) \
    row(6,  64K,  "65536",   "2.1e6", VERIFIED, VERIFIED, "2.1e6", VERIFIED, VERIFIED, NULL, NULL) \
    row(7,  128K, "131072",  "7.8e6", REFUTED,  REFUTED,  "4.9e6", REFUTED,  VERIFIED, NULL, NULL) \
    row(8,  256K, "262144",  "3.6e7", REFUTED,  REFUTED,  "2.4e7", REFUTED,  VERIFIED, NULL, NULL) \
    row(9,  512K, "524288",  "6.4e7", REFUTED,  REFUTED,  "5.8e7", REFUTED,  VERIFIED, NULL, NULL) \
    row(10, 1M,   "1048576", "5.1e8", REFUTED,  REFUTED,  "6.5e7", REFUTED,  VERIFIED, FOUND_MEN, FOUND_SU)
/* clang-format on */

#define JUDGES(i, tag, length, men, men_passes, men_least, su, su_passes, su_least, men_found, \
               su_found)                                                                       \
    static enum status men_passes_##i(int scale, struct judgement *out)                        \
    {                                                                                          \
        return (void)scale, judge_passes(i, MEN, out);                                         \
    }                                                                                          \
    static enum status su_passes_##i(int scale, struct judgement *out)                         \
    {                                                                                          \
        return (void)scale, judge_passes(i, SU, out);                                          \
    }                                                                                          \
    static enum status men_least_##i(int scale, struct judgement *out)                         \
    {                                                                                          \
        return judge_least(i, MEN, scale, out);                                                \
    }                                                                                          \
    static enum status su_least_##i(int scale, struct judgement *out)                          \
    {                                                                                          \
        return judge_least(i, SU, scale, out);                                                 \
    }
ROWS(JUDGES)

#define FOUND_MEN                                                                                                         \
    "The base published as the least for a million tokens fails there, and a base an eighth of it passes: of the eleven " \
    "published bases four pass at their length"
#define FOUND_SU                                                                                                         \
    "A finer search of the same table finds the least bases to its two digits at every length, but seven of its eleven " \
    "printed numbers fail, because the first bases that pass fill a window much narrower than the rounding"

#define PASSES(name, number, length, cited, verdict, function, found)                          \
    {                                                                                          \
        .id = name "-PASSES",                                                                  \
        .statement = "Base " number " passes at " length                                       \
                     " tokens: B_r(b) = sum_n cos(r b^(-n/64)) >= 0 for r < " length ".",      \
        .source = cited,                                                                       \
        .domain = "D = 128, unit rad, b = " number " exactly, every whole r from 0 to " length \
                  " - 1",                                                                      \
        .quantity = "least B_r, or the first negative one", .relation = "value >= limit",      \
        .allowance = "none: each sign is proved", .finding = found, .kind = CLAIM_PROVED,      \
        .expected = VERDICT_##verdict, .judge_old = function                                   \
    }
#define LEAST(name, number, length, cited, verdict, function, found)                                                          \
    {                                                                                                                         \
        .id = name "-LEAST",                                                                                                  \
        .statement = "No base smaller than " number " passes at " length                                                      \
                     " tokens, and the least that does rounds to it.",                                                        \
        .source = cited,                                                                                                      \
        .domain =                                                                                                             \
            "D = 128, unit rad, every whole r under " length                                                                  \
            ", every real base from 1 on; where a scale stops short of that (smoke "                                          \
            "over 4096 tokens, standard over 131072) from 0.999 or 0.99 times the smaller number printed for the length on, " \
            "less half a digit",                                                                                              \
        .quantity = "base up to which none passes, or a smaller base that does",                                              \
        .relation = "value >= limit",                                                                                         \
        .allowance = "half a unit of the second digit is taken off the printed number",                                       \
        .finding = found, .kind = CLAIM_PROVED, .expected = VERDICT_##verdict,                                                \
        .judge_old = function                                                                                                 \
    }
#define CLAIMS(i, tag, length, men, men_passes, men_least, su, su_passes, su_least, men_found, \
               su_found)                                                                       \
    PASSES("MEN-" #tag, men, length, MEN_CITED, men_passes, men_passes_##i, men_found),        \
        LEAST("MEN-" #tag, men, length, MEN_CITED, men_least, men_least_##i, NULL),            \
        PASSES("SU-" #tag, su, length, SU_CITED, su_passes, su_passes_##i, su_found),          \
        LEAST("SU-" #tag, su, length, SU_CITED, su_least, su_least_##i, NULL),
#define MEN_CITED "arXiv 2405.14591, table of lower bounds, as kexue.fm/archives/10122 quotes it"
#define SU_CITED  "J. Su, kexue.fm/archives/10122 (2024), a finer search of the same bounds"

static const struct claim_old rows[] = {ROWS(CLAIMS)};

const struct claim_set basebound_claims = CLAIM_SET_OLD(rows);
