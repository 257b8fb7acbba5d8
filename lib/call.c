#include "lib/call.h"

#include <gsl/gsl_errno.h>
#include <mpfr.h>
#include <pthread.h>
#include <string.h>

/* GSL has one handler for all threads: it is the caller's again when the last call ends. */
static struct {
    pthread_mutex_t lock;
    size_t calls;
    gsl_error_handler_t *before;
} handler = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void handler_off(void)
{
    pthread_mutex_lock(&handler.lock);
    if (handler.calls++ == 0)
        handler.before = gsl_set_error_handler_off();
    pthread_mutex_unlock(&handler.lock);
}

static void handler_back(void)
{
    pthread_mutex_lock(&handler.lock);
    if (--handler.calls == 0)
        gsl_set_error_handler(handler.before);
    pthread_mutex_unlock(&handler.lock);
}

void call_begin(struct call *call, char *error, size_t error_size)
{
    call->message.text[0] = '\0';
    call->error = error;
    call->error_size = error_size;
    call->plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    call->before = uselocale(call->plain);
    fegetenv(&call->environment);
    fesetenv(FE_DFL_ENV);
    handler_off();
}

/* As much of the text as fits, without half a character of UTF-8. */
static void write_error(const struct call *call, const char *text)
{
    size_t length = strlen(text);
    if (!call->error || call->error_size == 0)
        return;
    if (length >= call->error_size) {
        length = call->error_size - 1;
        while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
            length--;
    }
    memcpy(call->error, text, length);
    call->error[length] = '\0';
}

int call_end(struct call *call, int status)
{
    handler_back();
    mpfr_free_cache2(MPFR_FREE_LOCAL_CACHE);
    fesetenv(&call->environment);
    uselocale(call->before);
    if (call->plain)
        freelocale(call->plain);
    write_error(call, status == POSBIAS_OK  ? ""
                      : *call->message.text ? call->message.text
                                            : posbias_status_text(status));
    return status;
}

int call_status(enum status status)
{
    switch (status) {
    case STATUS_OK:
        return POSBIAS_OK;
    case STATUS_DOMAIN:
        return POSBIAS_DOMAIN;
    case STATUS_UNDEFINED:
        return POSBIAS_UNDEFINED;
    case STATUS_MEMORY:
        return POSBIAS_MEMORY;
    case STATUS_STOPPED: /* nobody watches here */
    case STATUS_CONVERGENCE:
        break;
    }
    return POSBIAS_CONVERGENCE;
}

int call_said(const struct call *call, int status)
{
    return message_is_memory(&call->message) ? POSBIAS_MEMORY : status;
}
