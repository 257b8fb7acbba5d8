/* Files of a job: rank 0 writes them, and what becomes of them is known to all. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "experiments/harness/driver/ranks.h"
#include "experiments/harness/output/files/atomic_file.h"
#include "experiments/harness/output/reuse.h"
#include "tests/experiments/harness/driver/rank_processes.h"
#include "tests/tools/check_tools.h"

static char folder[] = "/tmp/posbias-ranks-XXXXXX", path[64];

/* What one rank got: an answer to opening and committing, and whether its message says why not. */
struct got {
    bool opened, committed, says;
};

static void write_file(void *context)
{
    struct got *got = (struct got *)context + ranks_now()->number;
    struct atomic_file file;
    struct message error = {""};
    got->opened = atomic_open(&file, path, &error);
    if (got->opened) {
        fprintf(file.stream, "of rank %zu\n", ranks_now()->number);
        got->committed = atomic_commit(&file, &error);
    }
    got->says = strstr(error.text, path) != NULL;
}

static size_t entries(void)
{
    size_t count = 0;
    DIR *open = opendir(folder);
    while (readdir(open))
        count++;
    closedir(open);
    return count - 2;
}

TEST(rank_0_writes_and_all_know)
{
    struct got *got = rank_memory(RANKS_MOST * sizeof *got);
    char line[32] = "";
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/out", folder);
    rank_processes(3, write_file, got);
    for (size_t r = 0; r < 3; r++)
        ck_assert(got[r].opened && got[r].committed && !got[r].says);
    FILE *file = fopen(path, "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
    ck_assert_str_eq(line, "of rank 0\n");
    fclose(file);
    ck_assert_uint_eq(entries(), 1);
    ck_assert_int_eq(unlink(path), 0);

    snprintf(path, sizeof path, "%s/missing/out", folder);
    rank_processes(3, write_file, got);
    for (size_t r = 0; r < 3; r++)
        ck_assert(!got[r].opened && got[r].says);
    ck_assert_uint_eq(entries(), 0);
    ck_assert_int_eq(rmdir(folder), 0);
}
