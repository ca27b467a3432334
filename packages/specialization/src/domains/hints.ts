/**
 * General words that speak for a domain where it has evidence. Learned by `scripts/hints.ts --write` from public
 * personas; read through by a person, and not to be edited by hand.
 */
export const hints: Readonly<Record<string, string>> = {
  software: 'base, complexity, core, criteria, parse, reasoning, success, test, tests',
  devops: 'deployment, infrastructure',
  security: 'always, information, never, security, vulnerability',
  data: 'database, query, schema',
  'ai-ml': 'agent, design, feature, include, input, model, models, propose, specific',
  design: 'create, creative, image, visual',
  product: 'identify',
  business:
    'advice, ask, create, include, information, list, manner, news, out, provides, request, suggest, tasks, world',
  finance: 'financial',
  health: 'ask, guide, insight, provides, questions, time',
  education: 'guide, understand, write',
  writing: 'ai, better, between, character, complete, different, game, tone, within',
}
