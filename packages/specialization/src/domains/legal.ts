import type { LexiconSource } from './lexicon.ts'

export const legal: LexiconSource = {
  slug: 'legal',
  label: 'Law and compliance',
  scale: 0.85,
  terms: {
    5: `compliance auditor, contracts, dpo, lawyer, attorney, solicitor, barrister, paralegal, general counsel, legal, law, magistrate, prosecutor, public defender, litigator, police officer, diplomat, legislator, corporate counsel, court reporter, policy analyst, politician, legal researcher, law professor, law student`,
    4: `lawsuit, statute, mediator, legalese, whistleblower, constitution, legislation, legislative, arbitration, arbitrator, plaintiff, defendant, statutory, regulator, liability, indemnity, mediation, laws, affidavit, warranty, dpa, data subject, discrimination, union, tenant, eviction, personal injury, eu ai act, dmca, gpl, refugee, visa, compliance framework, contract, clause, agreement, litigation, jurisdiction, precedent, regulation, intellectual property, patent, trademark, copyright, gdpr, ccpa, hipaa, data protection, verdict, estate planning, sanctions, terms of service, immigration, notary, nda, divorce, citizenship, testimony, courtroom, jury, human rights, civil rights, asylum, trade secret, fair use, privacy policy, terms and conditions, antitrust, crime, criminology, interrogation, parliament, congress, senate, election, public policy, foreign policy, united nations, prior art, royalties, legality, compliance officer, police, money laundering, malpractice, negligence, subpoena, injunction, tribunal`,
    2: `regulated, provision, enforcement, privacy, comply, obligation, license, criminal, consent, confidentiality, due diligence, judge, regulatory, disputes, government, voting, data privacy`,
    1: `disclosure, compliance, governance, drafting, auditor, illegal`,
    '4?': 'custody, prison, inheritance, landlord, lease, treaty, witness, settlement, justice, investigator, court',
    '1.2?': 'trial, appeal, brief, detective, audits',
    '1!': 'rights',
    3: `termination, democracy`,
  },
  masks:
    "murphy's law, moore's law, law of physics, laws of physics, law of attraction, ohm's law, newton's law, law of demeter, law of thermodynamics, scaling law, hick's law, fitts law, brother in law, sister in law, mother in law, father in law, in laws, judge a book, judge me, don't judge, without judging, api contract, data contract, smart contract, contract testing, contract test, law enforcement game, design by contract, interface contract, copyright notice, multi tenant, llm judge",
}
