#include "tests/tools/cli_tools.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/tools/run_tools.h"

enum { WORDS_MAX = 64, WORD_SIZE = 1 << 18, NPY_HEADER = 128 };

static const char *program(void)
{
    const char *path = getenv("POSBIAS");
    return path ? path : "build/posbias";
}

/* A copy of text with every '@' replaced by the folder's path. */
static char *expanded(const struct folder *f, const char *text)
{
    char *out = malloc(WORD_SIZE);
    size_t used = 0;
    ck_assert_ptr_nonnull(out);
    for (; *text && used + sizeof f->path < WORD_SIZE; text++)
        if (f && *text == '@')
            used += (size_t)snprintf(out + used, WORD_SIZE - used, "%s", f->path);
        else
            out[used++] = *text;
    out[used] = '\0';
    return out;
}

static char *slurp(FILE *file, size_t *size)
{
    char *text = NULL;
    size_t room = 0, used = 0, got;
    rewind(file);
    do {
        text = realloc(text, room += 1 << 16);
        ck_assert_ptr_nonnull(text);
        got = fread(text + used, 1, room - used - 1, file);
        used += got;
    } while (got > 0);
    fclose(file);
    text[used] = '\0';
    if (size)
        *size = used;
    return text;
}

static rlim_t memory_limit;

void cli_limit_memory(rlim_t bytes) { memory_limit = bytes; }

/* In the child: limits, streams, and the program in its place. SIGALRM ends it when patience does.
 * A frame of its own: until then the child of vfork has the parent's memory. */
__attribute__((noinline, noreturn)) static void become(const struct cli_setting *setting, int out,
                                                       int err, char **argv, pid_t test)
{
    if (setting->output)
        out = open(setting->output, O_WRONLY);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    signal(SIGXFSZ, SIG_IGN); /* a write over the limit then fails like one onto a full disk */
    if (setting->file_limit)
        setrlimit(RLIMIT_FSIZE, &(struct rlimit){setting->file_limit, setting->file_limit});
    if (memory_limit)
        setrlimit(RLIMIT_AS, &(struct rlimit){memory_limit, memory_limit});
    suites_end_with(test);
    alarm(CLI_PATIENCE);
    execvp(argv[0], argv);
    _exit(127);
}

/* Takes out the line that says how long a run will take: whether it is said depends on how fast the
 * machine is, and the sanitizers make of it. */
static void forget_estimate(char *err)
{
    char *found = strstr(err, ": this takes about "), *line = found;
    if (!found)
        return;
    while (line > err && line[-1] != '\n')
        line--;
    const char *end = strchr(found, '\n');
    end = end ? end + 1 : found + strlen(found);
    memmove(line, end, strlen(end) + 1);
}

static struct cli_result run(const struct cli_setting *setting, char **argv)
{
    run_leaks_chosen();
    FILE *out = tmpfile(), *err = tmpfile();
    ck_assert(out && err);
    int fds[2] = {fileno(out), fileno(err)};
    pid_t test = getpid();
    pid_t child = vfork(); /* three times as fast as fork, for thousands of commands */
    if (child == 0)
        become(setting, fds[0], fds[1], argv, test);
    ck_assert_int_ge(child, 0);
    int status = 0;
    struct cli_result r = {0};
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    r.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    r.out = slurp(out, &r.out_size);
    r.err = slurp(err, NULL);
    forget_estimate(r.err);
    ck_assert_msg(r.status != 128 + SIGALRM, "%s %s: no end after %d s", argv[0],
                  argv[1] ? argv[1] : "", CLI_PATIENCE);
    return r;
}

static void arguments(const struct folder *f, const char *const *words, char *argv[WORDS_MAX])
{
    size_t count = 0;
    argv[count++] = expanded(NULL, program());
    for (; *words; words++) {
        ck_assert_uint_lt(count, WORDS_MAX - 1);
        argv[count++] = expanded(f, *words);
    }
    argv[count] = NULL;
}

static void release(char **argv)
{
    for (; *argv; argv++)
        free(*argv);
}

struct cli_result cli_run(const struct folder *f, const struct cli_setting *setting,
                          const char *const *words)
{
    char *argv[WORDS_MAX];
    arguments(f, words, argv);
    struct cli_result r = run(setting, argv);
    release(argv);
    return r;
}

void cli_shim(const char *name)
{
    char path[1024], *slash;
    snprintf(path, sizeof path, "%s", program());
    ck_assert_ptr_nonnull(slash = strrchr(path, '/'));
    snprintf(slash, (size_t)(path + sizeof path - slash), "/tests/shim/%s.so", name);
    ck_assert_msg(access(path, R_OK) == 0, "%s is not there: make check builds it", path);
    setenv("LD_PRELOAD", path, 1);
}

pid_t cli_start(const struct folder *f, const char *const *words)
{
    char *argv[WORDS_MAX];
    arguments(f, words, argv);
    int nowhere = open("/dev/null", O_WRONLY);
    run_leaks_chosen();
    pid_t test = getpid(), child = vfork();
    if (child == 0)
        become(&(struct cli_setting){NULL, 0}, nowhere, nowhere, argv, test);
    ck_assert_int_ge(child, 0);
    close(nowhere);
    release(argv);
    return child;
}

bool cli_ends(pid_t process)
{
    char path[64], state = 'R';
    snprintf(path, sizeof path, "/proc/%ld/stat", (long)process);
    for (int tries = 0; tries < 500 && state != 'Z'; tries++) {
        FILE *file = fopen(path, "r");
        if (!file)
            return true;
        if (fscanf(file, "%*d (%*[^)]) %c", &state) != 1)
            state = 'R';
        fclose(file);
        nanosleep(&(struct timespec){0, 10000000}, NULL);
    }
    return state == 'Z';
}

struct cli_result cli_shell(const char *line)
{
    char command[WORD_SIZE];
    snprintf(command, sizeof command, "exec '%s' %s", program(), line);
    char shell[] = "/bin/sh", option[] = "-c";
    return run(&(struct cli_setting){NULL, 0}, (char *[]){shell, option, command, NULL});
}

void cli_free(struct cli_result *r)
{
    free(r->out);
    free(r->err);
}

void cli_went_well(const struct cli_result *r)
{
    ck_assert_msg(r->status == 0 && r->err[0] == '\0', "status %d: %s", r->status, r->err);
}

static size_t lines_of(const char *text)
{
    size_t count = 0;
    for (; (text = strchr(text, '\n')); text++)
        count++;
    return count;
}

void cli_refuses(const struct folder *f, const struct cli_setting *setting,
                 const struct cli_row *row)
{
    char line[512] = "";
    size_t used = 0, files = cli_files(f);
    for (size_t i = 0; row->words[i] && used < sizeof line; i++)
        used += (size_t)snprintf(line + used, sizeof line - used, " %.100s", row->words[i]);
    struct cli_result r = cli_run(f, setting, row->words);
    ck_assert_msg(r.status == row->status, "%s: status %d, not %d: %s", line, r.status, row->status,
                  r.err);
    ck_assert_msg(strncmp(r.err, "posbias: ", 9) == 0 && lines_of(r.err) == 1 &&
                      r.err[strlen(r.err) - 1] == '\n',
                  "%s: not one line: %s", line, r.err);
    for (size_t i = 0; i < CLI_SAYS && row->says[i]; i++) {
        char *expected = expanded(f, row->says[i]);
        ck_assert_msg(strstr(r.err, expected) != NULL, "%s: does not say %s: %s", line, expected,
                      r.err);
        free(expected);
    }
    ck_assert_msg(cli_files(f) == files, "%s: %zu files, %zu before", line, cli_files(f), files);
    ck_assert_msg(r.out_size == 0, "%s: %zu bytes on stdout beside: %s", line, r.out_size, r.err);
    cli_free(&r);
}

size_t cli_files(const struct folder *f)
{
    size_t count = 0;
    DIR *folder = opendir(f->path);
    ck_assert_ptr_nonnull(folder);
    while (readdir(folder))
        count++;
    closedir(folder);
    return count - 2; /* . and .. */
}

char *cli_file(const char *path)
{
    FILE *file = fopen(path, "r");
    return file ? slurp(file, NULL) : NULL;
}

void cli_holds(const char *path, const char *bytes)
{
    char *held = cli_file(path);
    ck_assert_msg(held && strcmp(held, bytes) == 0, "%s holds %s, not %s", path,
                  held ? held : "nothing", bytes);
    free(held);
}

void cli_npy(struct folder *f, const char *name, const char *dtype, const char *shape, size_t count,
             const double *values, size_t less)
{
    enum { FRONT = 10 };
    size_t size = NPY_HEADER + count * sizeof *values;
    char *bytes = malloc(size);
    ck_assert_ptr_nonnull(bytes);
    memset(bytes, ' ', NPY_HEADER);
    memcpy(bytes, "\x93NUMPY\x01\x00\x76\x00", FRONT); /* 128 - 10 bytes of header follow */
    int used = snprintf(bytes + FRONT, NPY_HEADER - FRONT,
                        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }", dtype, shape);
    bytes[FRONT + used] = ' ';
    bytes[NPY_HEADER - 1] = '\n';
    memcpy(bytes + NPY_HEADER, values, count * sizeof *values);
    folder_write(f, name, size - less, bytes);
    free(bytes);
}

void cli_refuses_alone(const struct cli_row *row)
{
    struct folder f;
    folder_make(&f);
    cli_refuses(&f, &(struct cli_setting){NULL, 0}, row);
    ck_assert_uint_eq(folder_remove(&f), 0);
}

bool cli_has_gnuplot(void)
{
    bool there = system("gnuplot --version >/dev/null 2>&1") == 0;
    if (!there)
        puts("plot: skipped: gnuplot is not installed");
    return there;
}
