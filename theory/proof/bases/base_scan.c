#include "theory/proof/bases/base_scan.h"

#include <stdlib.h>

/* Chunks of one size, so that roundings do not depend on the threads; fewer than PARALLEL_LEAST are
 * not worth waking them. */
enum { CHUNK = 8192, PARALLEL_LEAST = 4 };

void base_scan_free(struct base_scan *scan)
{
    free(scan->value);
    *scan = (struct base_scan){0};
}

static enum status reserve(struct base_scan *scan, size_t length)
{
    if (length <= scan->room)
        return STATUS_OK;
    base_scan_free(scan);
    scan->value = malloc(length * sizeof *scan->value);
    scan->room = scan->value ? length : 0;
    return scan->value ? STATUS_OK : STATUS_MEMORY;
}

enum status base_scan_values(struct base_scan *scan, struct base_bank *bank, size_t length)
{
    size_t chunks = (length + CHUNK - 1) / CHUNK;
    enum status worst = reserve(scan, length);
    if (worst != STATUS_OK)
        return worst;
#pragma omp parallel for schedule(dynamic, 1) if (chunks >= PARALLEL_LEAST)
    for (size_t i = 0; i < chunks; i++) {
        size_t first = i * CHUNK, count = length - first < CHUNK ? length - first : CHUNK;
        enum status status = base_bank_values(bank, first, count, scan->value + first);
        if (status != STATUS_OK) {
#pragma omp atomic write
            worst = status;
        }
    }
    base_bank_count(bank, (double)length);
    return worst;
}

void base_verdict_take(struct base_verdict *verdict, double distance, double value, enum proof sign)
{
    verdict->passes = sign != PROOF_NEGATIVE;
    verdict->proved = !verdict->passes || (verdict->proved && sign != PROOF_UNDECIDED);
    if (!verdict->passes || distance == 0.0 || value < verdict->value)
        verdict->distance = distance, verdict->value = value;
}

enum status base_scan_judge(struct base_scan *scan, struct base_bank *bank, size_t length,
                            struct base_verdict *out)
{
    struct base_counts before = base_bank_counts(bank);
    enum status status = base_scan_values(scan, bank, length);
    *out = (struct base_verdict){.passes = true, .proved = true};
    for (size_t r = 0; status == STATUS_OK && out->passes && r < length; r++)
        base_verdict_take(out, (double)r, scan->value[r],
                          base_bank_sign(bank, (double)r, scan->value[r]));
    struct base_counts after = base_bank_counts(bank);
    out->sums = (struct base_counts){after.evaluations - before.evaluations,
                                     after.balls - before.balls};
    return status;
}
