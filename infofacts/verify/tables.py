def row_findings(v,b,s): return []
