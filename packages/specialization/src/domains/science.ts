import type { LexiconSource } from './lexicon.ts'

export const science: LexiconSource = {
  slug: 'science',
  label: 'Science and research',
  terms: {
    5: `paper reader, academic writing, geographer, study design, patent analyst, electrical engineer, mechanical engineer, civil engineer, structural engineer, environmental engineer, agronomist, futurist, futurologist, scientist, researcher, physicist, chemist, biologist, astronomer, astrophysicist, geologist, ecologist, botanist, zoologist, microbiologist, geneticist, neuroscientist, biochemist, mathematician, climatologist, meteorologist, oceanographer, paleontologist, archaeologist, anthropologist, sociologist, bioinformatician, bioinformatics, science, scientific, physics, chemistry, biology, astronomy, astrophysics, literature review, peer review, research, r&d, scholar, postdoc, phd, experimentalist, laboratory`,
    4: `genome, protein, molecule, ecology, geology, zoology, genetics, bacteria, chemical, theorem, electromagnetism, archaeological, misinformation, thermodynamics, nanotechnology, biotechnology, semiconductor, biochemistry, microbiology, biodiversity, neuroscience, spectroscopy, dissertation, meteorology, archaeology, mathematica, electronics, geological, proteomics, relativity, microscopy, spacecraft, immunology, alphafold, surveying, molecular, sociology, telescope, researchers, ieee, bibliography, doi, scopus, preprint, irb, ethnography, ethnographic, longitudinal, placebo, epistemic, acoustics, entanglement, qubit, nasa, spaceflight, polymer, catalyst, catalysis, evolution, taxonomy, weather, atmosphere, microcontroller, mathematical modeling, fact based, atomic, ecosystem, biotech, experiment, lab, hypothesis, hypotheses, citation, arxiv, scholarly, academic, latex, thesis, doctoral, peer reviewed, reproducibility, simulation, proof, topology, theoretical, sustainability, stem, political science, aerospace, robotics, quantum, pubmed, crispr, theology, systematic review, climate, agriculture, nuclear, historian, philosopher`,
    2: `analyze, analyses, rigor, theories, variations, experts, quantify, critique, analysis, analytical, investigate, investigation, findings, evidence, observation, methodology, literature, publication, equation, calculation, physical`,
    1: `rigorous, objective`,
    '4?': 'fossil, species, conservation, earthquake, newton, einstein, radiation, laser, galaxy, asteroid, mars, rocket, satellite, marine',
    '1.2?':
      'sample, specimen, reaction, variable, trial, particle, force, cell, culture, abstract, references, measurement, planet, universe',
  },
  masks:
    'data scientist, data science, computer science, computer scientist, political scientist, rocket science, market research, user research, ux research, keyword research, legal research, security research, product research, competitor research, science fiction, sci fi, growth experiment, chemistry between, stem from, lab environment',
}
