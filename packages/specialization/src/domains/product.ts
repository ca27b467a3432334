import type { LexiconSource } from './lexicon.ts'

export const product: LexiconSource = {
  slug: 'product',
  label: 'Product management',
  terms: {
    5: `product manager, product strategy, product strategist, prd, cpo, user story, mvp, product owner, requirements engineer, technical program manager, product launch, product development, gather requirements, okr`,
    4: `scrum, tpm, trello, monday.com, confluence, ticketing, burndown, clickup, backlog, kanban, technical constraints, epics, product positioning, product analytics, srs, user journey mapping, nps, csat, roadmap, prioritization, kano model, jobs to be done, jtbd, agile, sprint, jira, user feedback, a/b test, cross functional, problem statement, user interview, customer journey, go to market, task manager, user research, usability, beta testing, requirements gathering, requirements analysis, elicitation, functional requirements, gantt, critical path, story points, retrospective, product requirements, lean startup, customer needs, customer feedback, pain points, task breakdown, task management, project plan, project scope, pricing model, task allocation, task assignment, eol, north star metric, customer interview, customer discovery, lean canvas, product metrics, stage gate, acceptance criteria, product concept, requirements document, specification document, definition of done, opportunity solution tree, beachhead, raid log, risk register`,
    2: `acceptance, deliverables, milestones, product, feature, stakeholder, project management, project planning, iteration, user persona, user flow, churn, specification, specs, experiment, experimentation, estimation, sunset, scope, user needs`,
    1: `launch, delivery, ship, coordination, criteria, dependencies, timeline, requirement, release, retention, adoption, trade off, phase, estimate, planning, discovery, use case`,
    '4?': 'waterfall',
    '1.2?': 'epic, spike, retro, tracker, canvas, tasks, prioritize',
  },
}
