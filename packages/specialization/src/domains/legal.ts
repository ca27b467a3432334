import type { LexiconSource } from './lexicon.ts'

export const legal: LexiconSource = {
  slug: 'legal',
  label: 'Law and compliance',
  scale: 0.85,
  terms: {
    5: `judge, compliance auditor, contracts, compliance automation, patent analyst, dpo, lawyer, attorney, solicitor, barrister, paralegal, general counsel, legal, law, magistrate, prosecutor, public defender, jurist, litigator, police officer, diplomat, legislator, corporate counsel, court reporter, policy analyst, criminologist, politician, legal researcher, law professor, law student`,
    4: `lawsuit, tribunal, subpoena, statute, parole, mediator, legalese, whistleblower, constitution, legislation, legislative, legislature, arbitration, sentencing, arbitrator, injunction, deposition, negligence, probation, plaintiff, defendant, statutory, regulator, liability, indemnity, mediation, laws, pleading, affidavit, warranty, dpa, data subject, export control, discrimination, union, tenant, eviction, personal injury, malpractice, eu ai act, dmca, gpl, refugee, visa, compliance framework, contract, clause, agreement, litigation, jurisdiction, precedent, regulation, regulatory, intellectual property, patent, trademark, copyright, gdpr, ccpa, hipaa, data protection, data privacy, verdict, estate planning, sanctions, terms of service, immigration, notary, nda, divorce, citizenship, bar exam, cross examination, testimony, courtroom, jury, child custody, human rights, civil rights, asylum, trade secret, fair use, open source license, privacy policy, terms and conditions, antitrust, crime, criminology, interrogation, parliament, congress, senate, election, public policy, geopolitics, international relations, foreign policy, united nations, prior art`,
    2: `regulated, regulators, provision, enforcement, privacy, auditor, audits, compliance, comply, obligation, license, binding, criminal, consent, confidentiality, governance, due diligence, illegal`,
    1: `rights, disclosure`,
    '4?': 'custody, prison, inheritance, landlord, lease, treaty, court, witness, settlement, justice, investigator',
    '1.2?': 'trial, appeal, brief, detective',
  },
  masks:
    "murphy's law, moore's law, law of physics, laws of physics, law of attraction, ohm's law, newton's law, law of demeter, law of thermodynamics, scaling law, hick's law, fitts law, brother in law, sister in law, mother in law, father in law, in laws, judge a book, judge me, don't judge, without judging, api contract, data contract, smart contract, contract testing, contract test, law enforcement game, design by contract, interface contract, copyright notice",
}
