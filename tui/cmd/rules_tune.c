/* stub until written */
#include "cmd/rules.h"
int tui_rules_tune(struct tui_run *run, struct tui_rules_operands operands, struct cdr_err *err){(void)run;(void)operands;return cdr_fail(err,CDR_EUSAGE,"x");}
