/**
 * General words that speak for a domain where it has evidence. Learned by `scripts/hints.ts --write` from public
 * personas; read through by a person, and not to be edited by hand.
 */
export const hints: Readonly<Record<string, string>> = {
  software: 'build, interface, systems',
  devops: 'technical, workflow',
  security:
    'analysis, audit, auditing, control, detect, file, findings, include, json, perform, produces, run, security, vulnerability',
  data: 'analyze, format, ideal, optimize, perform, schema',
  'ai-ml': 'model',
  design: 'create, creative, ensures, image, visual',
  product: 'feature, product, project, risks, stakeholder, team',
  marketing: 'every',
  business:
    'advice, company, development, first, get, give, help, include, instructions, provid, research, service, step, strategic, want',
  finance: 'company, data, financial, risk',
  legal: 'legal, matter, review',
  health: 'clinical, coach, guide, medical, provid, provides, strategy',
  education: 'concepts, develop, help, knowledge, learning, provides, questions, specific, three, understand',
  writing: 'craft, definition, description, event, get, potential, text',
  science: 'deep, example, fact, information, reference, version, word',
}
