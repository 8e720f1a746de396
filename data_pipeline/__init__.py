"""Monthly exports in, figures a manager can trust out.

`intake` reads a file, recognises it and stages its rows; `warehouse` keeps them and rebuilds the
marts; `metrics` measures; `analysis` judges.
"""
