#include "CBuild.h"

const char *lk_build_commit(void) { return LOCALKUBE_COMMIT; }

const char *lk_build_date(void) { return LOCALKUBE_COMMIT_DATE; }
