/* store_git.h - private to core/git: reader C (store.h), git itself. */
#ifndef CDR_GIT_STORE_GIT_H
#define CDR_GIT_STORE_GIT_H

#include "git/program.h"
#include "git/store.h"

/* Starts git when it is first asked. PROGRAM outlives it. */
struct cdr_reader cdr_reader_of_git(const struct cdr_program *program);

#endif
