import type { LexiconSource } from './lexicon.ts'

export const legal: LexiconSource = {
  slug: 'legal',
  label: 'Law and compliance',
  scale: 0.85,
  terms: {
    5: `compliance auditor, contracts, compliance automation, patent analyst, dpo, lawyer, attorney, solicitor, barrister, paralegal, general counsel, legal, law, judge, magistrate, prosecutor, public defender, jurist, litigator`,
    4: `divorce, lawsuit, custody, tribunal, subpoena, statute, parole, prison, mediator, legalese, whistleblower, constitution, citizenship, restitution, legislation, legislative, legislature, arbitration, inheritance, sentencing, arbitrator, injunction, deposition, negligence, probation, plaintiff, defendant, statutory, regulator, liability, indemnity, mediation, laws, pleading, affidavit, warranty, dpa, data subject, export control, discrimination, union, landlord, tenant, lease, eviction, personal injury, malpractice, eu ai act, dmca, gpl, treaty, refugee, visa, compliance framework, contract, clause, agreement, litigation, jurisdiction, precedent, regulation, regulatory, intellectual property, patent, trademark, copyright, gdpr, ccpa, hipaa, data protection, data privacy, verdict, estate planning, sanctions`,
    2: `regulated, regulators, provision, enforcement, privacy, auditor, audits, compliance, comply, rights, obligation, license, binding, criminal, detective, consent, confidentiality, governance, due diligence, illegal`,
    1: `rule of, disclosure`,
    gated: 'trial, appeal, brief',
  },
  masks:
    "murphy's law, moore's law, law of physics, laws of physics, law of attraction, ohm's law, newton's law, law of demeter, law of thermodynamics, scaling law, hick's law, fitts law, brother in law, sister in law, mother in law, father in law, in laws, judge a book, judge me, don't judge, without judging, api contract, data contract, smart contract, contract testing, contract test, law enforcement game, design by contract, interface contract, copyright notice",
}
