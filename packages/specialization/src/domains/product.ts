import type { LexiconSource } from './lexicon.ts'

export const product: LexiconSource = {
  slug: 'product',
  label: 'Product management',
  terms: {
    5: `project shepherd, product manager, product strategy, product strategist, prd, cpo, product vision, user story, mvp, feedback synthesizer`,
    4: `scrum, tpm, okrs, trello, productboard, monday.com, confluence, ticketing, burndown, clickup, backlog, kanban, user needs, technical constraints, epics, customer feedback analysis, product positioning, product analytics, brd, srs, use cases, user scenarios, user journey mapping, nps, csat, roadmap, prioritization, kano model, jobs to be done, jtbd, agile, sprint, jira, user feedback, a/b test, cross functional, problem statement, user interview, customer journey, go to market, task manager, user research, usability, beta testing`,
    2: `clarifying questions, acceptance, criteria, deliverables, milestones, product, feature, requirement, prioritize, stakeholder, project management, project planning, timeline, release, iteration, user persona, use case, user flow, retention, churn, adoption, specification, specs, scope, dependencies, trade off, experiment, experimentation, discovery, validate ideas`,
    1: `launch, delivery, ship, coordination`,
    '4?': 'waterfall',
    '1.2?': 'epic, spike, retro, tracker, canvas, tasks',
  },
}
