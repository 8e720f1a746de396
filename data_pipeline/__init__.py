"""Monthly exports in, figures a manager can trust out.

`intake` reads a file, recognises it and stages its rows; `warehouse` keeps them and rebuilds the
marts; `metrics` measures; `analysis` judges.
"""

import os

# Our matrices are small: a second thread only waits for the first, at ten times the cost. It has to
# be said before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
