"""Files and pages that programs look for at fixed addresses: the sitemap, robots.txt, the search description and
others."""
