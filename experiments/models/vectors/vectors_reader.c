#include "experiments/models/vectors/vectors_reader.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/models/vectors/vectors.h"

/* Seconds of a multiply-add of a row made by itself, and of asking for it; of both where many are
 * made at once; of a number of an input. */
static const double MULTIPLY = 0.25e-9, ROW = 1e-6, MANY_MULTIPLY = 0.06e-9, MANY_ROW = 0.05e-6,
                    INPUT = 2e-9;

/* What opens vectors: a model's file and its tokens, or queries and keys. */
struct asked {
    const char *file[2];
    bool model, halves;
    size_t layer, rotary;
};

/* Vectors that heads of one run share, so that a file is mapped once. */
struct shared {
    struct vectors *vectors;
    struct asked asked;
    char *file[2]; /* its own copies */
    size_t uses;
    struct shared *next;
};
static struct shared *all_shared;
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER; /* before the list and its counts */

struct source {
    struct shared *shared;
    struct vectors_head *head;
};

static bool same(const struct asked *a, const struct asked *b)
{
    return a->model == b->model && a->halves == b->halves && a->layer == b->layer &&
           a->rotary == b->rotary && strcmp(a->file[0], b->file[0]) == 0 &&
           strcmp(a->file[1], b->file[1]) == 0;
}

static void shared_free(struct shared *s)
{
    vectors_free(s->vectors);
    free(s->file[0]);
    free(s->file[1]);
    free(s);
}

/* Opens, whoever has it open already. */
static struct shared *shared_new(const struct asked *a, struct message *error)
{
    struct shared *s = calloc(1, sizeof *s);
    if (!s) {
        message_memory(error);
        return NULL;
    }
    *s = (struct shared){.asked = *a, .file = {strdup(a->file[0]), strdup(a->file[1])}, .uses = 1};
    s->asked.file[0] = s->file[0];
    s->asked.file[1] = s->file[1];
    bool kept = s->file[0] && s->file[1];
    if (kept &&
        (a->model ? vectors_weights(a->file[0], a->layer, a->file[1], &s->vectors, error)
                  : vectors_npy(a->file[0], a->file[1], a->halves, a->rotary, &s->vectors, error)))
        return s;
    if (!kept)
        message_memory(error);
    shared_free(s);
    return NULL;
}

/* One user more of what is open, and of files that are still the same, or the first. */
static struct shared *shared_begin(const struct asked *a, struct message *error)
{
    pthread_mutex_lock(&gate);
    struct shared *s = all_shared;
    while (s && !(same(&s->asked, a) && vectors_current(s->vectors)))
        s = s->next;
    if (s) {
        s->uses++;
    } else if ((s = shared_new(a, error))) {
        s->next = all_shared;
        all_shared = s;
    }
    pthread_mutex_unlock(&gate);
    return s;
}

static void shared_end(struct shared *s)
{
    pthread_mutex_lock(&gate);
    bool last = --s->uses == 0;
    struct shared **at = &all_shared;
    while (last && *at != s)
        at = &(*at)->next;
    if (last)
        *at = s->next;
    pthread_mutex_unlock(&gate);
    if (last)
        shared_free(s);
}

static bool read_rows(const void *self, size_t side, size_t first, size_t count, double *out,
                      struct message *error)
{
    const struct source *s = self;
    return vectors_rows(s->head, side == QK_KEY ? VECTORS_KEY : VECTORS_QUERY, first, count, out,
                        error);
}

static bool identity(const void *self, struct message *out, struct message *error)
{
    return vectors_identity(((const struct source *)self)->head, out, error);
}

static void release(void *self)
{
    struct source *s = self;
    vectors_head_free(s->head);
    shared_end(s->shared);
    free(s);
}

/* Its matrices and, of the mapped file, the pages it reads: inputs that heads share are the first
 * head's. */
static double held_by(const struct shared *shared, const struct vectors_head *head)
{
    const struct vectors *v = shared->vectors;
    double queries = (double)v->tokens[VECTORS_QUERY], keys = (double)v->tokens[VECTORS_KEY];
    if (!shared->asked.model)
        return (queries + keys) * (double)v->dim * sizeof(double);
    return 2.0 * vectors_multiplies(head) * sizeof(double) +
           (shared->uses == 1 ? queries * (double)v->width[VECTORS_QUERY] * sizeof(float) : 0.0);
}

/* Rows of a head that there is. */
static bool rows_make(struct shared *shared, size_t head, struct qk_rows *rows,
                      struct message *error)
{
    const struct vectors *v = shared->vectors;
    struct source *s = malloc(sizeof *s);
    struct vectors_head *h = NULL;
    if (!(s ? vectors_head(v, head, &h, error) : message_memory(error))) {
        free(s);
        return false;
    }
    size_t inputs = shared->asked.model ? v->width[VECTORS_QUERY] : v->dim;
    *s = (struct source){shared, h};
    *rows = (struct qk_rows){.self = s,
                             .dim = v->dim,
                             .tokens = {v->tokens[VECTORS_QUERY], v->tokens[VECTORS_KEY]},
                             .layered = shared->asked.model,
                             .layer = shared->asked.layer,
                             .head = head,
                             .context = vectors_context(v),
                             .row_seconds = ROW + MULTIPLY * vectors_multiplies(h),
                             .span = v->span,
                             .held = held_by(shared, h),
                             .many_seconds = MANY_ROW + MANY_MULTIPLY * vectors_multiplies(h) +
                                             INPUT * (double)inputs,
                             .encoding = v->encoding,
                             .file_count = v->file_count,
                             .file = v->file,
                             .read = read_rows,
                             .identity = identity,
                             .release = release};
    return true;
}

static bool opened(const struct asked *asked, size_t head, size_t *heads, struct qk_rows *rows,
                   struct message *error)
{
    struct shared *shared = shared_begin(asked, error);
    if (!shared)
        return false;
    *heads = shared->vectors->heads;
    bool wanted = rows && head < *heads, ok = !wanted || rows_make(shared, head, rows, error);
    if (!wanted || !ok)
        shared_end(shared);
    return ok;
}

static bool npy(const char *query, const char *key, bool halves, size_t rotary, size_t head,
                size_t *heads, struct qk_rows *rows, struct message *error)
{
    return opened(&(struct asked){.file = {query, key}, .halves = halves, .rotary = rotary}, head,
                  heads, rows, error);
}

static bool weights(const char *file, size_t layer, const char *tokens, size_t head, size_t *heads,
                    struct qk_rows *rows, struct message *error)
{
    return opened(&(struct asked){.file = {file, tokens}, .model = true, .layer = layer}, head,
                  heads, rows, error);
}

const struct qk_reader vectors_reader = {npy, weights};

const struct vectors_head *vectors_reader_head(const struct qk_rows *rows)
{
    return rows->read == read_rows ? ((const struct source *)rows->self)->head : NULL;
}
