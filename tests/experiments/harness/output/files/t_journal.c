/* What a journal gives back: all that was flushed, whatever is torn, damaged or written anew behind
 * it. Which files are refused: t_journal_others.c. */
#include "experiments/harness/output/files/journal.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/tools/check_tools.h"
#include "tests/tools/cli_tools.h"

#define LINES "posbias bias\nprogram p\ninstructions i\ncommand c\n"
static const size_t head = sizeof "posbias checkpoint 1\n" LINES "\n" - 1;

static struct journal *begin(const char *path)
{
    struct message error;
    struct journal *j;
    ck_assert_msg(journal_open(path, LINES, &j, &error), "%s", error.text);
    return j;
}

/* Byte i of what number's first units come to. */
static unsigned char byte_of(size_t number, size_t units, size_t i)
{
    return (unsigned char)(31 * number + 7 * units + i * i);
}

static void add(struct journal *j, size_t number, size_t units, size_t size)
{
    struct journal_record record = {number, units, 100, size, 0};
    unsigned char *bytes = journal_add(j, &record);
    ck_assert_ptr_nonnull(bytes);
    for (size_t i = 0; i < size; i++)
        bytes[i] = byte_of(number, units, i);
}

static void flush(struct journal *j) { ck_assert_int_eq(journal_flush(j), 0); }

/* Asserts that what counts for a number is whole; returns its units, 0: none. */
static size_t units_of(struct journal *j, size_t number)
{
    const struct journal_record *r = journal_find(j, number);
    if (!r)
        return 0;
    unsigned char *bytes = malloc(r->size + 1);
    ck_assert_ptr_nonnull(bytes);
    ck_assert_uint_eq(r->of, 100);
    ck_assert(journal_read(j, r, bytes));
    for (size_t i = 0; i < r->size; i++)
        ck_assert_uint_eq(bytes[i], byte_of(number, r->units, i));
    free(bytes);
    return r->units;
}

/* Three records, of which the last replaces the first; where they end. */
enum { RECORD = 5 * 8, SIZES = 3 };
static const size_t numbers[SIZES] = {0, 3, 0}, units[SIZES] = {40, 100, 80},
                    sizes[SIZES] = {9, 0, 21};

static size_t ends(size_t records)
{
    size_t end = head;
    for (size_t i = 0; i < records; i++)
        end += RECORD + sizes[i];
    return end;
}

static void make(const char *path)
{
    struct journal *j = begin(path);
    for (size_t i = 0; i < SIZES; i++) {
        add(j, numbers[i], units[i], sizes[i]);
        flush(j);
    }
    journal_close(j);
}

/* The bytes of the three, ends(SIZES) of them, to be freed. */
static char *made(struct folder *f)
{
    struct stat is;
    make(folder_file(f, "whole"));
    ck_assert(stat(f->file, &is) == 0 && (size_t)is.st_size == ends(SIZES));
    return cli_file(f->file);
}

/* Asserts that a journal holds the first records and no more. */
static void holds(struct journal *j, size_t records)
{
    ck_assert_uint_eq(units_of(j, 0), records >= 3 ? 80 : records >= 1 ? 40 : 0);
    ck_assert_uint_eq(units_of(j, 3), records >= 2 ? 100 : 0);
    ck_assert_uint_eq(units_of(j, 1), 0);
    ck_assert_ptr_null(journal_find(j, 4));
}

TEST(records_come_back_and_the_last_of_a_number_counts)
{
    struct folder f;
    folder_make(&f);
    const char *path = folder_file(&f, "out.checkpoint");
    struct journal *j = begin(path);
    flush(j); /* nothing waits: no file */
    ck_assert_int_ne(access(path, F_OK), 0);
    add(j, 1, 1, 5);
    ck_assert_uint_eq(journal_waiting(j), RECORD + 5);
    journal_close(j); /* what waits is forgotten */
    ck_assert_int_ne(access(path, F_OK), 0);
    make(path);
    j = begin(path);
    ck_assert(journal_held(j));
    holds(j, SIZES);
    ck_assert_uint_eq(cli_files(&f), 1);
    journal_remove(j);
    ck_assert_uint_eq(folder_remove(&f), 0);
}

TEST(torn_at_any_byte_what_is_whole_before_it_counts)
{
    struct folder f;
    folder_make(&f);
    size_t size = ends(SIZES);
    char *bytes = made(&f);
    for (size_t cut = head; cut <= size; cut++) {
        size_t whole = 0;
        while (whole < SIZES && ends(whole + 1) <= cut)
            whole++;
        const char *path = folder_write(&f, "torn", cut, bytes);
        struct journal *j = begin(path);
        holds(j, whole);
        add(j, 7, 70, 11); /* in place of what is torn */
        flush(j);
        journal_close(j);
        j = begin(path);
        ck_assert_uint_eq(units_of(j, 7), 70);
        ck_assert_uint_eq(units_of(j, 0), whole >= 3 ? 80 : whole >= 1 ? 40 : 0);
        journal_close(j);
    }
    free(bytes);
    folder_remove(&f);
}

TEST(a_flipped_byte_is_refused_or_ends_what_counts)
{
    struct folder f;
    folder_make(&f);
    size_t size = ends(SIZES);
    char *bytes = made(&f);
    for (size_t at = 0; at < size; at++)
        for (int bit = 0; bit < 8; bit += 7) {
            struct message error;
            struct journal *j;
            bytes[at] ^= (char)(1 << bit);
            const char *path = folder_write(&f, "flipped", size, bytes);
            bool opened = journal_open(path, LINES, &j, &error);
            ck_assert_msg(opened == (at >= head), "byte %zu", at);
            for (size_t i = 0; opened && i < SIZES; i++)
                if (at >= ends(i) && at < ends(i + 1))
                    holds(j, i);
            if (opened)
                journal_close(j);
            bytes[at] ^= (char)(1 << bit);
        }
    free(bytes);
    folder_remove(&f);
}

/* Locks are of what is opened, so that one process can stand for two. */
TEST(a_journal_is_held_by_one_process)
{
    struct folder f;
    folder_make(&f);
    const char *path = folder_file(&f, "out.checkpoint");
    struct journal *a = begin(path), *b = begin(path); /* neither has a file yet */
    add(a, 0, 10, 4);
    add(b, 0, 20, 4);
    flush(a);
    ck_assert_int_eq(journal_flush(b), EEXIST);
    ck_assert(!journal_held(b));
    struct journal *c = begin(path);
    ck_assert(!journal_held(c));
    add(c, 1, 10, 4);
    flush(c); /* nowhere */
    journal_remove(b);
    journal_remove(c);
    journal_close(a);
    a = begin(path);
    ck_assert_uint_eq(units_of(a, 0), 10);
    ck_assert_uint_eq(units_of(a, 1), 0);
    journal_remove(a);
    ck_assert_uint_eq(folder_remove(&f), 0);
}

/* What no longer counts is at most as much as what does, and a mebibyte. */
TEST(a_journal_is_written_anew_when_most_of_it_no_longer_counts)
{
    enum { LARGE = 300000, TIMES = 40 };
    struct folder f;
    struct stat status;
    folder_make(&f);
    const char *path = folder_file(&f, "out.checkpoint");
    struct journal *j = begin(path);
    for (size_t i = 1; i <= TIMES; i++) {
        add(j, 2, 100, 5000); /* finished */
        add(j, 6, i, LARGE);
        flush(j);
        ck_assert_int_eq(stat(path, &status), 0);
        ck_assert_int_le(status.st_size, 3 * (LARGE + 5000 + 2 * RECORD) + (1 << 20));
        ck_assert_uint_eq(units_of(j, 2), 100);
        ck_assert_uint_eq(units_of(j, 6), i);
    }
    journal_close(j);
    j = begin(path);
    ck_assert_uint_eq(units_of(j, 2), 100);
    ck_assert_uint_eq(units_of(j, 6), TIMES);
    journal_close(j);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

/* A file that cannot grow is what a full disk looks like. */
TEST(a_full_disk_loses_nothing_that_was_there)
{
    struct folder f;
    folder_make(&f);
    const char *path = folder_file(&f, "out.checkpoint");
    struct rlimit before, small;
    struct journal *j = begin(path);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    signal(SIGXFSZ, SIG_IGN);
    for (size_t i = 1; i <= 3; i++) {
        add(j, 0, i, 1000);
        flush(j);
        add(j, 0, 50 + i, 4000);
        small.rlim_cur = 3000;
        ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
        ck_assert_int_eq(journal_flush(j), EFBIG);
        ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
        ck_assert_uint_eq(units_of(j, 0), i);
        journal_close(j);
        j = begin(path);
        ck_assert_uint_eq(units_of(j, 0), i);
    }
    journal_close(j);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

TEST(a_folder_that_is_gone_or_read_only_is_an_errno)
{
    struct folder f;
    folder_make(&f);
    struct journal *j = begin(folder_file(&f, "missing/out.checkpoint"));
    add(j, 0, 1, 1);
    ck_assert_int_eq(journal_flush(j), ENOENT);
    journal_remove(j);
    chmod(f.path, 0500);
    j = begin(folder_file(&f, "out.checkpoint"));
    add(j, 0, 1, 1);
    if (geteuid() != 0) /* root may write anywhere */
        ck_assert_int_eq(journal_flush(j), EACCES);
    journal_close(j);
    chmod(f.path, 0700);
    folder_remove(&f);
}
