"""Many realistic cases at once, for measuring: lives are simulated in memory and written by COPY.

A bulk-loaded case has not been through the machine: its rows are written as the machine would have left them. Every
step follows the same table of transitions, the clock's limits come from the same rules, and the chain of events from
the same function; the commands `verify_history` and `check_ledger` find nothing in it, and the tests drive real cases
through the services beside it. No notification is written: nobody is told about cases that never were.

`story` tells what happens, `verbs` what each action leaves, `life` how clock, ledger and history follow; `book` holds
what all lives look up, `tables` the columns, `load` the workers.
"""
