#include "theory/proof/bases/base_sieve.h"

#include <stdlib.h>
#include <string.h>

/* Distances between two sums over the slow pairs. A unit of work has ROWS blocks of them, summed in
 * tiles of ROWS by STRIP; fewer distances times pairs than PARALLEL_LEAST
 * are not worth waking threads for. */
enum { STRIDE = 16, ROWS = 4, STRIP = 32, BLOCK_MOST = 256, PARALLEL_LEAST = 1 << 25, ANGLES = 64 };

/* Sums at STRIDE places at once; compilers unroll such loops before they see that they could. */
typedef float lanes __attribute__((vector_size(STRIDE * sizeof(float))));
enum { WIDE = STRIP / STRIDE };

/* Not returned: how vectors are differs between instruction sets. */
static inline void load(lanes *to, const float *from) { memcpy(to, from, sizeof *to); }

/* What is found in one unit of work. */
struct found {
    size_t count, room;
    uint32_t *distance;
};

/* What all units share. */
struct job {
    const double *turn;
    size_t pairs, fast, first, last, block;
    float limit, slack; /* of a sum; how far the slow sum may fall between two of its values */
    const float *slow;  /* [block/STRIP][pairs - fast][2][STRIP]: cos and sin of STRIDE j f_n */
    const float *fine;  /* [fast][2][STRIDE]: of j f_n */
};

void base_sieve_free(struct base_sieve *sieve)
{
    free(sieve->distance);
    *sieve = (struct base_sieve){0};
}

static bool reserve(size_t count, size_t *room, uint32_t **list)
{
    if (count <= *room)
        return true;
    size_t more = count < 32 ? 64 : 2 * count;
    uint32_t *longer = realloc(*list, more * sizeof *longer);
    if (!longer)
        return false;
    *list = longer;
    *room = more;
    return true;
}

/* cos and sin of 2 pi f r. */
static inline void turned(double f, double r, float *cosine, float *sine)
{
    double x = f * r;
    float rest = (float)(x - rint(x));
    *cosine = base_sieve_cosine(rest);
    *sine = base_sieve_cosine(rest - 0.25f);
}

static void fill_tables(const struct job *job, float *slow, float *fine)
{
    for (size_t strip = 0; strip < job->block; strip += STRIP)
        for (size_t n = job->fast; n < job->pairs; n++, slow += 2 * STRIP)
            for (size_t j = 0; j < STRIP; j++)
                turned(job->turn[n], (double)(STRIDE * (strip + j)), &slow[j], &slow[STRIP + j]);
    for (size_t n = 0; n < job->fast; n++, fine += 2 * STRIDE)
        for (size_t j = 0; j < STRIDE; j++)
            turned(job->turn[n], (double)j, &fine[j], &fine[STRIDE + j]);
}

/* Sums over the slow pairs at start + STRIDE i, i < ROWS block; angle: room for
 * [pairs - fast][2][ROWS]. */
static void slow_sums(const struct job *job, size_t start, float *restrict angle,
                      float *restrict sum)
{
    size_t slow = job->pairs - job->fast;
    for (size_t n = 0; n < slow; n++)
        for (size_t row = 0; row < ROWS; row++)
            turned(job->turn[job->fast + n], (double)(start + STRIDE * row * job->block),
                   &angle[2 * ROWS * n + row], &angle[2 * ROWS * n + ROWS + row]);
    for (size_t strip = 0; strip < job->block; strip += STRIP) {
        const float *restrict table = job->slow + 2 * slow * strip;
        lanes total[ROWS][WIDE] = {{{0.0f}}};
        for (size_t n = 0; n < slow; n++, table += 2 * STRIP) {
            const float *restrict a = angle + 2 * ROWS * n;
            for (size_t j = 0; j < WIDE; j++) {
                lanes c, s;
                load(&c, table + STRIDE * j);
                load(&s, table + STRIP + STRIDE * j);
                for (size_t row = 0; row < ROWS; row++)
                    total[row][j] += a[row] * c - a[ROWS + row] * s;
            }
        }
        for (size_t row = 0; row < ROWS; row++)
            memcpy(sum + row * job->block + strip, total[row], STRIP * sizeof *sum);
    }
}

/* Adds the fast pairs at start + j, j < STRIDE. */
static void add_fast(const struct job *job, size_t start, float sum[STRIDE])
{
    lanes total;
    load(&total, sum);
    for (size_t first = 0; first < job->fast; first += ANGLES) {
        float c[ANGLES], s[ANGLES];
        size_t count = job->fast - first < ANGLES ? job->fast - first : ANGLES;
        for (size_t n = 0; n < count; n++)
            turned(job->turn[first + n], (double)start, &c[n], &s[n]);
        const float *restrict table = job->fine + 2 * STRIDE * first;
        for (size_t n = 0; n < count; n++, table += 2 * STRIDE) {
            lanes cosine, sine;
            load(&cosine, table);
            load(&sine, table + STRIDE);
            total += c[n] * cosine - s[n] * sine;
        }
    }
    memcpy(sum, &total, sizeof total);
}

/* One unit: segments of STRIDE distances between slow sums. */
static bool sift(const struct job *job, size_t start, float *room, struct found *out)
{
    size_t points = ROWS * job->block;
    float *sum = room, *angle = room + points,
          hopeless = (float)job->fast + job->limit + job->slack;
    slow_sums(job, start, angle, sum);
    for (size_t i = 0; i + 1 < points && start + STRIDE * i < job->last; i++) {
        if (sum[i] >= hopeless && sum[i + 1] >= hopeless)
            continue;
        float total[STRIDE], rise = (sum[i + 1] - sum[i]) / STRIDE;
        for (size_t j = 0; j < STRIDE; j++)
            total[j] = sum[i] + rise * (float)j;
        size_t r = start + STRIDE * i;
        add_fast(job, r, total);
        for (size_t j = 0; j < STRIDE; j++) {
            if (!(total[j] < job->limit) || r + j >= job->last)
                continue;
            if (!reserve(out->count + 1, &out->room, &out->distance))
                return false;
            out->distance[out->count++] = (uint32_t)(r + j);
        }
    }
    return true;
}

/* Runs all units, then puts what they found together in their order. */
static enum status sift_all(const struct job *job, struct base_sieve *sieve)
{
    size_t points = ROWS * job->block, step = STRIDE * (points - 1),
           units = (job->last - job->first + step - 1) / step;
    struct found *found = calloc(units, sizeof *found);
    bool fine = found != NULL;
#pragma omp parallel if (fine && (job->last - job->first) * job->pairs >= PARALLEL_LEAST)
    {
        float *room = fine ? malloc((points + 2 * ROWS * job->pairs) * sizeof *room) : NULL;
#pragma omp for schedule(dynamic, 1)
        for (size_t i = 0; i < units; i++)
            if (!room || !sift(job, job->first + step * i, room, &found[i])) {
#pragma omp atomic write
                fine = false;
            }
        free(room);
    }
    for (size_t i = 0; found && i < units; i++) {
        fine = fine && reserve(sieve->count + found[i].count, &sieve->room, &sieve->distance);
        if (fine && found[i].count)
            memcpy(sieve->distance + sieve->count, found[i].distance,
                   found[i].count * sizeof *sieve->distance);
        sieve->count += fine ? found[i].count : 0;
        free(found[i].distance);
    }
    free(found);
    return fine ? STATUS_OK : STATUS_MEMORY;
}

enum status base_sieve_append(struct base_sieve *sieve, const struct schedule *schedule,
                              size_t first, size_t last, double limit)
{
    struct job job = {.turn = schedule->turn_hi,
                      .pairs = schedule->pairs,
                      .first = first,
                      .last = last,
                      .block = STRIP,
                      .limit = (float)limit};
    double bend = 0.0;
    if (first >= last)
        return STATUS_OK;
    while (job.fast < job.pairs && schedule->theta[job.fast] * STRIDE > 1.0)
        job.fast++;
    for (size_t n = job.fast; n < job.pairs; n++)
        bend += schedule->theta[n] * schedule->theta[n];
    /* a chord lies over a curve by at most an eighth of its bend times the width's square */
    job.slack = (float)(bend * STRIDE * STRIDE / 8.0);
    while (job.block < BLOCK_MOST && job.block * job.block * STRIDE * ROWS < last - first)
        job.block += STRIP;
    size_t slow = 2 * (job.pairs - job.fast) * job.block;
    float *table = malloc((slow + 2 * job.fast * STRIDE) * sizeof *table);
    if (!table)
        return STATUS_MEMORY;
    job.slow = table;
    job.fine = table + slow;
    fill_tables(&job, table, table + slow);
    enum status status = sift_all(&job, sieve);
    free(table);
    return status;
}
