/**
 * General words that speak for a domain where it has evidence. Learned by `scripts/hints.ts --write` from public
 * personas; read through by a person, and not to be edited by hand.
 */
export const hints: Readonly<Record<string, string>> = {
  software:
    'agent, ai, always, answers, appropriate, assistant, automation, building, check, chinese, code, content, core, deep, description, design, detailed, efficient, ensures, evaluate, feedback, follows, generate, goal, in depth, issues, master, name, performance, product, professional, project, questions, request, responses, review, specialist, standards, structures, systems, test, testing, tools, while, without',
  devops:
    'accurate, answers, api, approach, ask, before, best practices, building, clear, communication, creation, data, documentation, engineer, ensures, example, existing, focus, get, goal, guide, language, levels, maintain, name, operations, optimize, patterns, provides, questions, relevant, request, requirements, review, rule, security, specialist, specific, technical, technologies',
  security:
    'across, ai, always, analysis, api, architecture, ask, assistant, check, compliance, creation, development, get, guidance, guide, implement, issues, key, modern, points, project, purpose, relevant, security, technologies, without',
  data: 'analysis, analyze, answers, area, assistant, best practices, check, clear, code, complex, concise, core, databases, detailed, expert, format, help, high, in depth, information, issues, knowledge, language, maintain, master, modern, operations, optimize, proactively, process, provides, quality, queries, questions, search, skills, techniques, tools, understand, without, write',
  'ai-ml':
    'analysis, analyze, approach, area, before, best practices, building, communication, compliance, design, efficient, evaluate, every, expertise, format, framework, guidance, guide, include, language, maintain, methods, model, patterns, platform, points, problem, process, request, requirements, role, search, skills, solve, specific, strategic, strategy, suggest, techniques, technologies, tools, understand, write',
  design:
    'accurate, analysis, ask, audience, chinese, concise, context, create, description, detailed, development, expert, feedback, focus, follows, format, generate, guidance, high, implementation, information, knowledge, language, levels, methods, name, project, provides, relevant, rule, skills, specific, strategic, systems, technical, tools',
  product:
    'assistant, before, business, comprehensive, details, ensures, ensuring, focus, high, identify, master, operations, process, project, requirements, software, solutions, standards, strategic, suggest, support, technical, testing, tools, understand, workflow',
  marketing:
    'across, agent, ai, ask, before, building, business, communication, complex, content, conversion, design, documentation, every, example, existing, expert, first, goal, high, identify, implement, implementation, key, levels, needs, operations, optimization, output, patterns, proactively, problem, provided, quality, questions, response, solutions, specialist, strategy, suggest, technical, test, update, web',
  business:
    'ai, analyze, compliance, comprehensive, engineer, experience, feedback, guide, identify, information, knowledge, needs, product, professional, provides, providing, purpose, requirements, review, search, strategy, understand, web, without',
  finance:
    'agent, analysis, between, business, compliance, data, expert, explain, first, implementation, model, optimization, requirements, strategy',
  legal:
    'accurate, across, agent, analysis, area, before, business, compliance, comprehensive, content, deep, expert, maintain, model, review, rule, specialist, technical, understand',
  health:
    'clear, data, development, expert, explain, focus, guide, high, providing, questions, requirements, standards, systems, understand, write',
  education:
    'analyze, answers, assistant, audience, clear, comprehensive, conversion, create, deep, expert, explain, feedback, focus, guidance, guide, help, issues, knowledge, language, levels, methods, problem, process, providing, purpose, questions, response, skills, solutions, solve, style, system, techniques, test, understand, write',
  writing:
    'accurate, analysis, api, architecture, area, audience, beautiful, between, component, core, create, detailed, details, documentation, ensuring, expertise, first, get, goal, in depth, issues, key, needs, optimization, output, platform, points, process, product, providing, quality, rule, standards, style, support, system, technical, technologies, while, workflow',
  science:
    'accurate, across, ai, approach, appropriate, check, clear, code, context, creation, deep, details, ensures, example, format, framework, guidance, guide, levels, modern, output, professional, provides, questions, relevant, responses, role, strategic, structures, style, web, while',
}
