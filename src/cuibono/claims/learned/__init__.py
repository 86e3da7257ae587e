"""A small trained model beside the rules: which pairs of actors in a sentence stand in one of our relations."""
