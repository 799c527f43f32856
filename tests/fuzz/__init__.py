"""Openers of outside files fed with damaged ones: ``test_openers`` runs, ``guided`` by hand."""
