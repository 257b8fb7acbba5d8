/* Every row of the table of query-key models, judged by its specimen, and a row that carries state,
 * which stands in no table. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/curve_draws.h"
#include "experiments/harness/draws/qk.h"
#include "tests/tools/models/vector_tools.h"

static const struct random_stream STREAM = {29, 31};

/* Row i's specimen; of vectors of dim coordinates, where they stand in files of the folder. */
static struct qk_model specimen(size_t i, struct folder *f, size_t dim)
{
    char text[VECTOR_TEXT];
    return vector_model(vector_specimen(f, &qk_types[i], dim, text));
}

static bool same_law(const struct qk_law *a, const struct qk_law *b)
{
    return a->kind == b->kind && a->mu == b->mu && a->sigma == b->sigma && a->rho == b->rho &&
           a->c == b->c && a->mu0 == b->mu0 && a->nu0 == b->nu0;
}

TEST(every_row_is_found_by_its_name_and_its_kind)
{
    struct folder folder;
    folder_make(&folder);
    for (size_t i = 0; i < qk_type_count; i++) {
        const struct qk_type *type = &qk_types[i];
        struct qk_model model = specimen(i, &folder, 8);
        size_t length = strlen(type->name);
        ck_assert_msg(strncmp(model.text, type->name, length) == 0 &&
                          (model.text[length] == ':' || !model.text[length]),
                      "%s: specimen %s is not its own", type->name, model.text);
        ck_assert_msg(model.law.kind == type->kind, "%s", type->name);
        ck_assert_msg(qk_stated(&model.law) == !type->draw, "%s", type->name);
        ck_assert_msg(qk_deterministic(&model.law) == type->deterministic, "%s", type->name);
        for (size_t j = 0; j < i; j++)
            ck_assert_msg(strcmp(type->name, qk_types[j].name) != 0 &&
                              (type->kind == QK_SAMPLED || type->kind != qk_types[j].kind),
                          "%s and %s", qk_types[j].name, type->name);
        qk_free(&model);
    }
    folder_remove(&folder);
}

TEST(every_resolved_string_is_the_same_law)
{
    struct folder folder;
    folder_make(&folder);
    for (size_t i = 0; i < qk_type_count; i++) {
        struct qk_model model = specimen(i, &folder, 8), again = vector_model(model.resolved);
        ck_assert_msg(same_law(&model.law, &again.law), "%s and %s", model.text, model.resolved);
        ck_assert_str_eq(model.resolved, again.resolved);
        qk_free(&again);
        qk_free(&model);
    }
    folder_remove(&folder);
}

/* A row that can be drawn for an encoding fills every coordinate; a second key comes with the query
 * of the first and differs from it, and so does the next draw, unless the row is deterministic. One
 * that cannot says which model and which encoding, and offers the others. */
TEST(every_row_draws_or_says_why_not)
{
    struct folder folder;
    folder_make(&folder);
    static const char *const encodings[] = {"rope:dim=8", "alibi:slope=0.5,dim=8", "tapa:dim=8",
                                            "tapa:dim=6,split=0.5"};
    enum { MOST = 8 };
    for (size_t e = 0; e < TOOLS_COUNT(encodings); e++)
        for (size_t i = 0; i < qk_type_count; i++) {
            struct encoding *encoding = tools_encoding(encodings[e]);
            size_t dim = encoding->dim;
            struct qk_model model = specimen(i, &folder, dim);
            struct message error = {""}, usable = qk_usable(encoding, true);
            double work[3 * MOST], q[3][MOST], k[3][MOST];
            bool drawn = qk_drawable(&model, encoding, &error);
            ck_assert_uint_le(qk_second_work_size(dim), 3 * MOST);
            ck_assert_msg(drawn == (strstr(usable.text, qk_types[i].name) != NULL), "%s of %s",
                          qk_types[i].name, usable.text);
            if (!drawn) {
                ck_assert_msg(strstr(error.text, model.text) && strstr(error.text, encodings[e]) &&
                                  strstr(error.text, usable.text),
                              "%s", error.text);
            } else {
                for (size_t c = 0; c < dim; c++)
                    for (size_t j = 0; j < 3; j++)
                        q[j][c] = k[j][c] = NAN;
                qk_draw(&model.law, &STREAM, 4, dim, work, q[0], k[0]);
                qk_draw_second(&model.law, &STREAM, 4, dim, work, q[1], k[1]);
                qk_draw(&model.law, &STREAM, 5, dim, work, q[2], k[2]);
                for (size_t c = 0; c < dim; c++)
                    for (size_t j = 0; j < 3; j++)
                        ck_assert_msg(isfinite(q[j][c]) && isfinite(k[j][c]), "%s coordinate %zu",
                                      model.text, c);
                size_t size = dim * sizeof(double);
                bool still = qk_types[i].deterministic;
                ck_assert_msg(memcmp(q[0], q[1], size) == 0, "%s", model.text);
                ck_assert_msg((memcmp(k[0], k[1], size) == 0) == still, "%s", model.text);
                ck_assert_msg((memcmp(k[0], k[2], size) == 0) == still, "%s", model.text);
            }
            qk_free(&model);
            encoding_free(encoding);
        }
    folder_remove(&folder);
}

TEST(one_key_is_told_with_its_cure)
{
    struct qk_law ends[2] = {tools_law("aligned:rho=1"), tools_law("aligned:rho=-1")},
                  inside = tools_law("aligned:rho=0.99"), unit = tools_law("unit");
    ck_assert_str_eq(qk_one_key(&ends[0]), "rho between -1 and 1");
    ck_assert_str_eq(qk_one_key(&ends[1]), "rho between -1 and 1");
    ck_assert(!qk_one_key(&inside) && !qk_one_key(&unit));
}

/* A row with state: vectors of a dimension, coordinate c of query j being 10 j + c and that of its
 * keys -1 and -2 times that. Its file does not exist; the name decides how parsing ends. */
struct shelf {
    size_t dim, count;
    double *query;
};
static int shelves;
/* The first draw that fails. */
enum { BROKEN = 100 };

static bool shelf_parse(const struct spec *spec, struct qk_law *law, void **state,
                        struct message *error)
{
    struct shelf *shelf = malloc(sizeof *shelf);
    (void)law;
    if (!shelf)
        return message_memory(error);
    shelves++;
    *state = shelf;
    *shelf = (struct shelf){.dim = (size_t)spec->value[0].number, .count = 3};
    shelf->query = malloc(shelf->count * shelf->dim * sizeof *shelf->query);
    if (!shelf->query || strcmp(spec->value[1].text, "endless") == 0)
        return message_memory(error);
    for (size_t j = 0; j < shelf->count; j++)
        for (size_t c = 0; c < shelf->dim; c++)
            shelf->query[j * shelf->dim + c] = 10.0 * (double)j + (double)c;
    return strcmp(spec->value[1].text, "torn") != 0 || message_set(error, "q: the file is torn");
}

static void shelf_release(void *state)
{
    struct shelf *shelf = state;
    free(shelf->query);
    free(shelf);
    shelves--;
}

static enum status shelf_draw(const struct qk_law *law, const void *state,
                              const struct random_stream *stream, uint64_t draw, size_t dim,
                              size_t which, double *work, double *query, double *key)
{
    const struct shelf *shelf = state;
    const double *row = shelf->query + draw % shelf->count * dim;
    (void)law, (void)stream, (void)work;
    for (size_t c = 0; c < dim; c++) {
        query[c] = row[c];
        key[c] = -(1.0 + (double)which) * row[c];
    }
    return draw < BROKEN ? STATUS_OK : STATUS_DOMAIN;
}

static const char *shelf_misfit(const void *state, const struct encoding *encoding)
{
    const struct shelf *shelf = state;
    return !shelf || shelf->dim == encoding->dim ? NULL : "holds vectors of another dimension";
}

static const struct spec_key shelf_keys[] = {
    {"dim", SPEC_WHOLE, 1, 64, false, false, "4", NULL, "dimension of the vectors"},
    {"q", SPEC_TEXT, 0, 0, false, false, NULL, NULL, "a file of queries"},
};
static const struct qk_type shelf_type = {.name = "shelf",
                                          .summary = "vectors on a shelf",
                                          .kind = QK_SAMPLED,
                                          .keys = shelf_keys,
                                          .key_count = TOOLS_COUNT(shelf_keys),
                                          .parse = shelf_parse,
                                          .release = shelf_release,
                                          .draw = shelf_draw,
                                          .misfit = shelf_misfit};

TEST(row_with_state_is_read_drawn_and_released)
{
    enum { DIM = 4, FIRST = 1, COUNT = 4 };
    struct qk_model model;
    size_t heads;
    struct message error = {""};
    struct encoding *fits = tools_encoding("rope:dim=4"), *other = tools_encoding("rope:dim=8");
    double work[3 * DIM], q[COUNT * DIM], k[COUNT * DIM], k2[COUNT * DIM];
    ck_assert_msg(qk_parse_as(&shelf_type, "shelf:q=a", NULL, &model, &heads, &error), "%s",
                  error.text);
    ck_assert_int_eq(shelves, 1);
    ck_assert_str_eq(model.resolved, "shelf:dim=4,q=a");
    struct qk_law law = model.law;
    ck_assert(!qk_stated(&law) && !qk_deterministic(&law) && !qk_one_key(&law));
    ck_assert_msg(qk_drawable(&model, fits, &error), "%s", error.text);
    ck_assert(!qk_drawable(&model, other, &error));
    ck_assert_msg(strstr(error.text, "\"shelf:q=a\" holds vectors of another dimension"), "%s",
                  error.text);
    curve_draw_vectors(&law, &STREAM, SECOND_INDEPENDENT, DIM, FIRST, COUNT, work, q, k, k2);
    for (size_t j = 0; j < COUNT; j++)
        for (size_t c = 0; c < DIM; c++) {
            double want = 10.0 * (double)((FIRST + j) % 3) + (double)c;
            ck_assert(q[j * DIM + c] == want && k[j * DIM + c] == -want &&
                      k2[j * DIM + c] == -2.0 * want);
        }
    ck_assert_int_eq(
        curve_draw_vectors(&law, &STREAM, SECOND_ALIGNED, DIM, BROKEN - 1, 2, work, q, k, k2),
        STATUS_DOMAIN);
    qk_free(&model);
    ck_assert_int_eq(shelves, 0);
    encoding_free(fits);
    encoding_free(other);
}

TEST(row_that_fails_with_state_releases_it)
{
    static const struct {
        const char *text, *want;
        bool memory;
    } cases[] = {
        {"shelf:q=torn", "query-key model \"shelf:q=torn\": q: the file is torn", false},
        {"shelf:q=endless", "out of memory", true},
        {"shelf", "q is missing; expected shelf:q=a file of queries", false},
        {"shelf:dim=4", "q is missing; expected shelf:q=a file of queries", false},
        {"shelf:q=a,dim=65", "from 1 to 64", false},
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct qk_model model;
        size_t heads;
        struct message error = {""};
        ck_assert_msg(!qk_parse_as(&shelf_type, cases[i].text, NULL, &model, &heads, &error),
                      "%s was taken", cases[i].text);
        ck_assert_msg(strstr(error.text, cases[i].want) != NULL, "%s", error.text);
        ck_assert_msg(message_is_memory(&error) == cases[i].memory, "%s", error.text);
        ck_assert_msg(shelves == 0 && !model.text && !model.resolved && !model.law.source, "%s",
                      cases[i].text);
    }
}

TEST(string_longer_than_strings_can_be_is_refused)
{
    char text[SPEC_TEXT_MAX + 1];
    struct qk_model model;
    struct message error = {""};
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    ck_assert(!qk_parse(text, &model, &error));
    ck_assert_msg(strstr(error.text, "is longer than 4095 characters"), "%s", error.text);
    text[SPEC_TEXT_MAX - 1] = '\0';
    ck_assert(!qk_parse(text, &model, &error));
    ck_assert_msg(strstr(error.text, "unknown name"), "%s", error.text);
}
