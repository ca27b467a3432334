import type { Domain } from '../types.ts'
import { lexicon } from './lexicon.ts'

export const business: Domain = /* @__PURE__ */ lexicon({
  slug: 'business',
  label: 'Business and operations',
  scale: 0.75,
  terms: {
    5: `interview, hr, recruiting, onboarding specialist, ppt generation, work summary, okr, civil service, official document, study abroad advisor, work plan, competitive analyst, market researcher, business strategy, entrepreneur, entrepreneurship, startup, ceo, coo, operations manager, project manager, program manager, human resources, recruiter, recruitment, talent acquisition, talent management, supply chain, supply chain management, logistics, procurement, customer support specialist, customer support, customer service, business plan, interviewer, change management, studio producer, project shepherd, support responder, real estate agent, realtor, event planner`,
    4: `job seekers, applicant, applicants, candidate, candidates, colleague, colleagues, coworker, boss, supervisor, subordinate, compensation, workforce, organizational change, transformation, strategic thinking, business goals, business objectives, business value, business growth, business idea, business requirements, business performance, market share, industry trends, incubator, accelerator, founders, freelancer, freelance, solopreneur, purchasing, sourcing, shipping, freight, warehouse, factory, quality control, workflow automation, rpa, process documentation, support ticket, support tickets, faq, help documentation, hotel, restaurant, tourism, itinerary, goal setting, decision support, crisis management, negotiating, internal control, business model, process optimization, operational efficiency, partnership, smb, enterprise, b2b, market entry, market analysis, competitive landscape, competitor, value proposition, venture capital, executive summary, executive, c-suite, leadership, team management, employee, hiring, resume, resumes, cv, negotiation, workplace, meeting, memo, stakeholder communication, vendor, supplier, inventory, manufacturing, resource allocation, workload, productivity, decision making, weekly report, consultant, real estate, complaint handling, kpi`,
    2: `organizations, enterprises, companies, executives, leader, leaders, recommendations, alignment, initiatives, expansion, operational excellence, business, businesses, strategic, strategist, company, corporate, organization, organizational, operations, managers, teams, coordinator, stakeholder, stakeholders, client, clients, customer satisfaction, customer relationship, efficiency, workflow, delegation, conflict resolution, roi, revenue, profitability, profit, trade, import export, opportunity, schedule, scheduling, administrative, governance, powerpoint`,
    1: `advisor, planning, coordinate, collaboration, report, market`,
  },
  gated:
    'pitch, board, pivot, bootstrapping, runway, traction, venture, executive order, staffing, ledger, invoice, contract negotiation',
  masks:
    'business logic, business rule, business intelligence, monkey business, none of your business, project manager agent, git workflow, client side, http client, marketing manager, marketing strategy, trading strategy',
})
