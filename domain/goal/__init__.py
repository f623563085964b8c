"""Goals: what the company wants to reach, from strategy down to plans (STRAT-02)."""
