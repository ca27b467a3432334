import type { LexiconSource } from './lexicon.ts'

export const science: LexiconSource = {
  slug: 'science',
  label: 'Science and research',
  terms: {
    5: `paper reader, academic writing, geographer, study design, patent analyst, electrical engineer, mechanical engineer, civil engineer, structural engineer, environmental engineer, agronomist, futurist, futurologist, scientist, researcher, physicist, chemist, biologist, astronomer, astrophysicist, geologist, ecologist, botanist, zoologist, microbiologist, geneticist, neuroscientist, biochemist, mathematician, climatologist, meteorologist, oceanographer, paleontologist, archaeologist, anthropologist, sociologist, bioinformatician, bioinformatics, science, scientific, physics, chemistry, biology, astronomy, astrophysics, literature review, peer review, research, r&d, scholar, postdoc, phd, experimentalist, laboratory`,
    4: `genome, protein, molecule, fossil, ecology, geology, zoology, climate, genetics, bacteria, chemical, theorem, species, electromagnetism, archaeological, misinformation, thermodynamics, nanotechnology, biotechnology, semiconductor, conservation, biochemistry, microbiology, biodiversity, neuroscience, spectroscopy, dissertation, meteorology, archaeology, mathematica, electronics, agriculture, geological, earthquake, proteomics, relativity, microscopy, spacecraft, immunology, alphafold, metabolic, bacterial, dinosaurs, surveying, molecular, sociology, telescope, researchers, sci, ssci, ieee, mla, bibliography, doi, scopus, cnki, preprint, irb, ethnography, ethnographic, longitudinal, placebo, epistemic, newton, einstein, hawking, nuclear, radiation, laser, acoustics, entanglement, qubit, galaxy, asteroid, mars, nasa, rocket, satellite, spaceflight, polymer, catalyst, catalysis, titration, evolution, taxonomy, weather, atmosphere, microcontroller, mathematical modeling, fact based, atomic, ecosystem, biotech, experiment, lab, hypothesis, hypotheses, citation, arxiv, scholarly, academic, latex, thesis, doctoral, peer reviewed, reproducibility, simulation, proof, topology, theoretical, sustainability, stem`,
    2: `analyze, analyses, rigor, theories, variations, experts, quantify, critique, analysis, analytical, investigate, investigation, findings, evidence, observation, methodology, literature, publication, equation, calculation, physical, planet, universe`,
    1: `rigorous, objective`,
    gated:
      'sample, specimen, reaction, variable, trial, particle, force, cell, culture, abstract, references, measurement',
  },
  masks:
    'data scientist, data science, computer science, computer scientist, political scientist, rocket science, market research, user research, ux research, keyword research, legal research, security research, product research, competitor research, science fiction, sci fi, growth experiment, chemistry between, stem from, lab environment',
}
