import type { LexiconSource } from './lexicon.ts'

export const business: LexiconSource = {
  slug: 'business',
  label: 'Business and operations',
  scale: 0.75,
  terms: {
    5: `interview, hr, recruiting, onboarding specialist, ppt generation, work summary, okr, civil service, official document, study abroad advisor, work plan, competitive analyst, market researcher, business strategy, entrepreneur, entrepreneurship, startup, ceo, coo, operations manager, project manager, program manager, human resources, recruiter, recruitment, talent acquisition, talent management, supply chain, logistics, procurement, customer support, customer service, business plan, interviewer, change management, studio producer, project shepherd, support responder, real estate agent, realtor, event planner`,
    4: `travel agent, travel guide, scrum team, erp, pmp, okrs, kaizen, b2c, fundraising, hospitality, facilities, fundraiser, negotiator, consulting, nonprofit, freight, leasing, workday, prince2, job seekers, applicant, supervisor, compensation, workforce, transformation, business requirements, market share, industry trends, accelerator, founders, freelancer, freelance, sourcing, shipping, quality control, process documentation, support ticket, faq, help documentation, goal setting, decision support, crisis management, negotiating, internal control, process optimization, partnership, smb, enterprise, b2b, market entry, market analysis, competitive landscape, competitor, value proposition, venture capital, c-suite, leadership, team management, employee, hiring, resume, cv, negotiation, stakeholder communication, vendor, supplier, inventory, manufacturing, resource allocation, workload, productivity, decision making, weekly report, consultant, real estate, complaint handling, kpi, cover letter, virtual assistant, tour guide, onboarding, swot, pitch deck, six sigma, esg, chief of staff, time management, performance review, warehouse, tourism, workplace, career`,
    2: `enterprises, executives, leader, recommendations, alignment, initiatives, expansion, operational excellence, business, strategic, strategist, corporate, organization, organizational, operations, managers, teams, coordinator, stakeholder, client, customer satisfaction, customer relationship, efficiency, workflow, delegation, conflict resolution, roi, revenue, profitability, profit, trade, import export, opportunity, schedule, administrative, governance, powerpoint`,
    1: `company, advisor, planning, coordinate, collaboration, report, market`,
    '4?': 'hotel, workshop, restaurant, itinerary, candidate, colleague, coworker, boss, factory, executive, meeting, memo, travel, wedding',
    '1.2?': 'pitch, board, runway, traction, staffing, invoice',
  },
  masks: 'project manager agent',
}
