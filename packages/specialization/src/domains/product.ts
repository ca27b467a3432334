import type { LexiconSource } from './lexicon.ts'

export const product: LexiconSource = {
  slug: 'product',
  label: 'Product management',
  terms: {
    5: `project shepherd, product manager, product strategy, product strategist, prd, cpo, product vision, user story, mvp, feedback synthesizer, product owner, requirements engineer, product lead, technical program manager, product launch, product development, gather requirements`,
    4: `scrum, tpm, okrs, trello, productboard, monday.com, confluence, ticketing, burndown, clickup, backlog, kanban, user needs, technical constraints, epics, customer feedback analysis, product positioning, product analytics, brd, srs, use cases, user scenarios, user journey mapping, nps, csat, roadmap, prioritization, kano model, jobs to be done, jtbd, agile, sprint, jira, user feedback, a/b test, cross functional, problem statement, user interview, customer journey, go to market, task manager, user research, usability, beta testing, requirements gathering, requirements analysis, elicitation, functional requirements, gantt, critical path, story points, retrospective, product requirements, product lifecycle, product market fit, product idea, minimum viable product, lean startup, customer needs, customer feedback, pain points, feature request, task breakdown, task management, project plan, project scope, user acceptance, pricing model`,
    2: `clarifying questions, acceptance, criteria, deliverables, milestones, product, feature, requirement, prioritize, stakeholder, project management, project planning, timeline, release, iteration, user persona, use case, user flow, retention, churn, adoption, specification, specs, scope, dependencies, trade off, experiment, experimentation, discovery, validate ideas`,
    1: `launch, delivery, ship, coordination`,
    '4?': 'waterfall',
    '1.2?': 'epic, spike, retro, tracker, canvas, tasks',
  },
}
