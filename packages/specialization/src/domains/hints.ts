/**
 * General words that speak for a domain where it has evidence. Learned by `scripts/hints.ts --write` from public
 * personas; read through by a person, and not to be edited by hand.
 */
export const hints: Readonly<Record<string, string>> = {
  software:
    'agent, ai, always, answers, application, appropriate, assistant, automation, chinese, code, content, core, data, deep, description, design, detailed, developer, efficient, ensures, evaluate, follows, goal, in depth, interface, issues, master, name, performance, platform, product, project, questions, request, responses, review, structures, systems, test, tools, while, without',
  devops:
    'accurate, answers, api, approach, ask, before, building, clear, communication, creation, data, deployment, developer, documentation, engineer, ensures, example, existing, focus, get, goal, language, levels, maintain, name, optimize, patterns, provides, query, questions, relevant, request, requirements, review, rule, security, specialist, specific, style, technical, technologies',
  security:
    'ai, always, analysis, api, application, ask, assistant, automation, compliance, creation, development, existing, get, guide, identify, implement, issues, key, modern, project, purpose, relevant, security, technologies, without',
  data: 'analysis, analyze, answers, area, assistant, best practices, clear, code, concise, core, data, database, detailed, efficient, expert, format, generate, help, high, in depth, information, knowledge, language, maintain, master, operations, optimize, provides, quality, query, questions, search, skills, structures, techniques, tools, understand, without',
  'ai-ml':
    'analysis, analyze, api, approach, area, before, best practices, building, communication, design, efficient, engineer, evaluate, format, framework, guidance, guide, help, identify, include, language, maintain, methods, model, needs, platform, problem, process, request, requirements, role, search, skills, solve, specific, strategic, strategy, suggest, techniques, technologies, tools, understand, write',
  design:
    'accurate, analysis, ask, audience, chinese, concise, context, create, design, detailed, developer, development, documentation, engineer, expert, focus, follows, format, generate, guidance, high, image, implementation, information, knowledge, language, levels, methods, name, optimization, project, provides, relevant, rule, skills, specific, strategic, systems, technical, tools',
  product:
    'assistant, before, best practices, business, comprehensive, details, development, ensures, ensuring, focus, high, identify, maintain, master, operations, process, project, requirements, software, solutions, standards, strategic, suggest, support, systems, technical, tools, understand',
  marketing:
    'across, agent, ai, ask, before, building, business, communication, complex, content, context, data, design, documentation, every, example, existing, goal, high, identify, implement, implementation, levels, needs, operations, optimization, output, patterns, proactively, problem, provided, quality, questions, solutions, specialist, strategy, suggest, task, technical, test, thinking, update, web',
  business:
    'ai, analyze, compliance, comprehensive, engineer, experience, guide, identify, information, knowledge, product, provides, providing, purpose, requirements, review, search, standards, strategy, suggest, understand, web, without',
  finance:
    'agent, analysis, between, business, compliance, data, expert, explain, first, implementation, model, optimization, requirements, strategy',
  legal:
    'accurate, across, agent, analysis, area, before, business, compliance, comprehensive, deep, expert, maintain, model, review, rule, specialist, technical',
  health:
    'clear, compliance, data, development, expert, explain, focus, guide, high, providing, questions, requirements, rule, standards, systems, understand, write',
  education:
    'analyze, answers, assistant, audience, clear, comprehensive, create, deep, explain, focus, framework, guidance, guide, help, image, issues, knowledge, language, levels, methods, problem, process, providing, purpose, questions, skills, solutions, solve, style, system, techniques, test, thinking, understand, write',
  writing:
    'accurate, analysis, analyze, api, architecture, area, audience, beautiful, between, component, core, create, detailed, details, documentation, engineer, ensuring, expertise, first, get, in depth, issues, key, needs, optimization, output, platform, process, product, providing, quality, rule, standards, style, support, system, technical, technologies, while, workflow',
  science:
    'accurate, ai, approach, appropriate, clear, code, complex, context, creation, details, documentation, ensures, example, format, framework, guidance, guide, levels, modern, needs, output, proactively, provides, questions, relevant, responses, role, rule, structures, style, task, web, while, write',
}
