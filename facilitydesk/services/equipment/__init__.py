"""Equipment: plans, batches over many schools, deliveries, acceptances, assets, stock-takes."""
