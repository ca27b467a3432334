import type { Domain } from '../types.ts'
import { lexicon } from './lexicon.ts'

export const product: Domain = /* @__PURE__ */ lexicon({
  slug: 'product',
  label: 'Product management',
  terms: {
    5: `prds, user stories, project shepherd, product manager, product strategy, product strategist, prd, cpo, product vision, user story, mvp, technical product manager, feedback synthesizer`,
    4: `user needs, technical constraints, epics, customer feedback analysis, feature ideas, product positioning, product analytics, brd, srs, use cases, user scenarios, user journey mapping, nps, csat, tpm, raci, waterfall, ticketing, roadmap, prioritization, kano model, jobs to be done, jtbd, agile, sprint, jira, feature request, user feedback, requirements gathering, requirement analysis, requirements analysis, requirements document, product idea, release notes, a/b test, scope creep, cross functional, problem statement`,
    2: `prioritizing, clarifying questions, acceptance, criteria, deliverables, milestones, tasks, product, feature, features, requirement, requirements, prioritize, stakeholder, stakeholders, project management, project planning, timeline, release, iteration, user persona, persona development, use case, user flow, retention, churn, adoption, specification, specs, scope, dependencies, trade off, experiment, experimentation, discovery, validate ideas`,
    1: `launch, delivery, ship, coordination`,
  },
  gated: 'epic, ticket, spike, ceremony, retro, release train, tracker, canvas',
  masks:
    'product photo, product photography, product description, beauty product, cleaning product, dairy product, gross domestic product, work product, product copy, dot product, product name, product listing, product review, end product, feature engineering, feature extraction, language feature, modern feature, facial feature, requirements.txt',
})
