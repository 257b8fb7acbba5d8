/* posbias-verify: the words of its command line, and the streams and the status it ends with. */
#include <errno.h>
#include <math.h>
#include <omp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "verify/arb.h"
#include "verify/format.h"
#include "verify/numbers.h"
#include "verify/threads.h"
#include "verify/verify.h"
#include "verify/word.h"

/* What the words of a command line ask for. */
struct request {
    const char *file;
    int threads; /* 0: as many as there are */
    bool help;
};

static void help_print(void)
{
    printf("posbias verify FILE [--threads N]: re-checks a certificate of the base table, line by "
           "line, in Arb's balls.\n"
           "\n"
           "B_r(b) = sum_{n<h} cos(r b^(-n/h)), h = D/2. Base b passes at a context if B_r(b) >= 0 "
           "for all distances r under it.\n"
           "It is a program that shares no code with the search that writes certificates; "
           "verify/README.md states their format\n"
           "(versions 1 to %d) and what each line proves.\n"
           "\n"
           "  fail BASE DISTANCE MARGIN    B_DISTANCE(BASE) <= -MARGIN, so no base from BASE up to "
           "a frontier passes; a chain from 1\n"
           "  below BASE DISTANCE          version 2, in place of fail: B_DISTANCE < 0 at every "
           "base from the line before, or 1, to BASE\n"
           "  row CONTEXT LO HI            no base under LO passes; HI passes; HI/LO - 1 <= 1e-9\n"
           "  window CONTEXT FROM TO ...   every base from HI to TO passes, one within 1e-9 of TO "
           "does not\n"
           "  safe CONTEXT SAFE ...        every base from SAFE on passes, one within 1e-9 under "
           "it does not; in version 1 that all\n"
           "                               above SAFE pass is NOT checked\n"
           "\n"
           "Exit status: 0 every line proves, 1 it does not prove, 2 it is not a certificate, 3 "
           "something broke.\n",
           FORMAT_VERSION);
}

/* The value of --threads. Returns: false with what is wrong in why. */
static bool threads_take(struct request *r, const char *value, char why[WHY_SIZE])
{
    enum { THREADS_MOST = 1024 };
    char shown[WORD_SIZE], *end = NULL;
    if (r->threads > 0) {
        snprintf(why, WHY_SIZE, "option --threads is given twice");
        return false;
    }
    if (!value || !*value) {
        snprintf(why, WHY_SIZE, "option --threads: the value is missing; expected --threads=N");
        return false;
    }
    bool plain = strspn(value, "0123456789+-.eE") == strlen(value);
    double number = plain ? strtod(value, &end) : 0.0;
    if (!plain || end == value || *end || number != floor(number)) {
        snprintf(why, WHY_SIZE,
                 "option --threads: \"%s\" is not a whole number; expected one from 1 to %d",
                 word_shown(value, shown), THREADS_MOST);
        return false;
    }
    if (!(number >= 1.0 && number <= THREADS_MOST)) {
        snprintf(why, WHY_SIZE,
                 "option --threads: \"%s\" is out of range; expected a whole number from 1 to %d",
                 word_shown(value, shown), THREADS_MOST);
        return false;
    }
    r->threads = (int)number;
    return true;
}

static bool file_take(struct request *r, const char *word, char why[WHY_SIZE])
{
    char shown[WORD_SIZE];
    if (r->file)
        snprintf(why, WHY_SIZE, "unexpected word \"%s\"", word_shown(word, shown));
    else
        r->file = word;
    return r->file == word;
}

/* Reads the command line. Returns: false with what is wrong in why. */
static bool request_read(struct request *r, char **words, char why[WHY_SIZE])
{
    static const char threads[] = "--threads";
    size_t length = sizeof threads - 1;
    bool options = true, fine = true;
    *r = (struct request){0};
    for (char **word = words; *word && strcmp(*word, "--") != 0; word++)
        if ((r->help = strcmp(*word, "--help") == 0)) /* whatever else there is */
            return true;
    for (; *words && fine; words++) {
        const char *word = *words;
        if (!options || word[0] != '-' || word[1] == '\0') {
            fine = file_take(r, word, why);
        } else if (strcmp(word, "--") == 0) {
            options = false;
        } else if (strncmp(word, threads, length) == 0 && word[length] == '=') {
            fine = threads_take(r, word + length + 1, why);
        } else if (strcmp(word, threads) == 0) {
            fine = threads_take(r, words[1], why);
            words += words[1] != NULL;
        } else {
            char shown[WORD_SIZE];
            snprintf(why, WHY_SIZE, "unknown option \"%s\"; expected --threads=N or --help",
                     word_shown(word, shown));
            fine = false;
        }
    }
    if (fine && !r->file) {
        snprintf(why, WHY_SIZE, "verify: the file is missing; expected posbias verify FILE");
        fine = false;
    }
    return fine;
}

/* One line on stderr. */
static enum verification refuse(enum verification status, const char *why)
{
    fprintf(stderr, "posbias: %s\n", why);
    fflush(stderr);
    return status;
}

/* What libraries say on stderr waits here: they say it before they end the program. */
static char said[BUFSIZ];
static atomic_flag ending = ATOMIC_FLAG_INIT;
static atomic_bool main_ended;

/* Ends the program with one line, from any thread, once; in a signal handler too. */
static _Noreturn void broken(const char *why, size_t length)
{
    char line[BUFSIZ + 16] = "posbias: ";
    size_t used = strlen(line);
    while (atomic_flag_test_and_set(&ending))
        pause();
    for (size_t i = 0; i < length; i++)
        if (why[i] != '\n')
            line[used++] = why[i];
    line[used++] = '\n';
    if (write(STDERR_FILENO, line, used) < 0)
        _exit(VERIFY_BROKEN); /* nobody is there to be told */
    _exit(VERIFY_BROKEN);
}

static _Noreturn void out_of_memory(void)
{
    static const char text[] = "out of memory";
    broken(text, sizeof text - 1);
}

/* OpenMP's runtime exits where it gets no memory or no thread. */
static void on_exit_of_process(void)
{
    if (!atomic_load(&main_ended))
        broken(said, __fpending(stderr));
}

static void on_abort(int number)
{
    (void)number;
    broken(said, __fpending(stderr));
}

/* Balls' memory, or the end: their functions know no other answer. */
static void *held(void *block, size_t size)
{
    if (!block && size > 0)
        out_of_memory();
    return block;
}

static void *get(size_t size) { return held(malloc(size), size); }

static void *get_zeros(size_t count, size_t size)
{
    return held(calloc(count, size), count && size);
}

static void *resize(void *block, size_t size) { return held(realloc(block, size), size); }

static void *resize_known(void *block, size_t before, size_t size)
{
    (void)before;
    return resize(block, size);
}

static void release_known(void *block, size_t size)
{
    (void)size;
    free(block);
}

static void guard(void)
{
    setvbuf(stderr, said, _IOFBF, sizeof said);
    signal(SIGABRT, on_abort);
    mp_set_memory_functions(get, resize_known, release_known);
    __flint_set_memory_functions(get, get_zeros, resize, free);
    if (atexit(on_exit_of_process) != 0)
        out_of_memory();
}

/* Whether what is printed ends up in the file that is read (verify FILE >> FILE). */
static bool printed_into(FILE *in)
{
    struct stat read, printed;
    return fstat(fileno(in), &read) == 0 && fstat(STDOUT_FILENO, &printed) == 0 &&
           S_ISREG(read.st_mode) && read.st_dev == printed.st_dev && read.st_ino == printed.st_ino;
}

static enum verification file_verify(const struct request *r)
{
    char why[WHY_SIZE], name[WORD_SIZE];
    word_shown(r->file, name);
    FILE *in = fopen(r->file, "rb");
    if (!in) {
        int code = errno;
        snprintf(why, sizeof why, "\"%s\" cannot be read: %s", name, strerror(code));
        return refuse(code == ENOMEM ? VERIFY_BROKEN : VERIFY_NO_CERTIFICATE, why);
    }
    enum verification status = VERIFY_NO_CERTIFICATE;
    if (printed_into(in)) {
        snprintf(why, sizeof why, "standard output: \"%s\" is the certificate", name);
        refuse(status, why);
    } else {
        status = verify_certificate(in, name, stdout, stderr);
    }
    fclose(in);
    return status;
}

static enum verification run(char **words)
{
    struct request r;
    char why[WHY_SIZE];
    enum verification status = VERIFY_PROVES;
    if (!request_read(&r, words, why))
        return refuse(VERIFY_NO_CERTIFICATE, why);
    omp_set_num_threads(threads_there(r.threads > 0 ? r.threads : omp_get_max_threads()));
    if (r.help)
        help_print();
    else
        status = file_verify(&r);
    if (status == VERIFY_PROVES && (fflush(stdout) != 0 || ferror(stdout))) {
        snprintf(why, sizeof why, "cannot write standard output: %s", strerror(errno));
        return refuse(VERIFY_BROKEN, why);
    }
    return status;
}

int main(int argc, char **argv)
{
    guard();
    enum verification status = run(argc > 0 ? argv + 1 : argv);
    atomic_store(&main_ended, true);
    return (int)status;
}
