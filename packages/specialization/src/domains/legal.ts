import type { Domain } from '../types.ts'
import { lexicon } from './lexicon.ts'

export const legal: Domain = /* @__PURE__ */ lexicon({
  slug: 'legal',
  label: 'Law and compliance',
  scale: 0.85,
  terms: {
    5: `compliance auditor, contracts, legal billing, compliance automation, patent analyst, dpo, lawyer, attorney, solicitor, barrister, paralegal, general counsel, legal, law, judge, magistrate, notary, prosecutor, public defender, jurist, litigator`,
    4: `laws, pleading, affidavit, warranty, warranties, incorporation, llc, dpa, data subject, schrems, pipl, lgpd, ferpa, export control, trade compliance, discrimination, union, landlord, tenant, lease, eviction, zoning, personal injury, malpractice, eu ai act, patentability, dmca, gpl, treaty, refugee, visa, naturalization, citizenship, criminal procedure, sentencing, parole, probation, bail, prison, jury, arbitrator, adjudication, injunction, damages, remedy, compliance specialist, compliance framework, compliance check, contract, clause, privacy policy, agreement, litigation, jurisdiction, precedent, regulation, regulations, regulatory, intellectual property, patent, trademark, copyright, gdpr, ccpa, hipaa, data protection, data privacy, verdict, criminal defense, estate planning, sanctions`,
    2: `regulated, regulators, provision, enforcement, privacy, auditor, audits, compliance, comply, rights, obligation, obligations, license, binding, criminal, detective, consent, confidentiality, governance, due diligence, illegal`,
    1: `rule of, disclosure`,
  },
  gated:
    'trial, appeal, settlement, brief, filing, hearing, counsel, conviction',
  masks:
    "murphy's law, moore's law, law of physics, laws of physics, law of attraction, ohm's law, newton's law, law of demeter, law of thermodynamics, scaling law, hick's law, fitts law, brother in law, sister in law, mother in law, father in law, in laws, judge a book, judge me, don't judge, without judging, api contract, data contract, smart contract, contract testing, contract test, law enforcement game, mit license, design by contract, interface contract, copyright notice",
})
