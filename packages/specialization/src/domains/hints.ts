/**
 * General words that speak for a domain where it has evidence. Learned by `scripts/hints.ts --write` from public
 * personas; read through by a person, and not to be edited by hand.
 */
export const hints: Readonly<Record<string, string>> = {
  software:
    'agent, ai, always, answers, application, appropriate, assistant, automation, chinese, content, core, data, deep, description, design, detailed, developer, efficient, ensures, evaluate, existing, feedback, goal, in depth, interface, issues, master, name, performance, platform, product, project, questions, request, responses, review, structure, systems, test, tools, while, without',
  devops:
    'accurate, answers, approach, ask, before, building, clear, communication, creation, data, deployment, developer, documentation, engineer, ensures, example, existing, get, goal, maintain, name, optimize, patterns, provides, query, questions, relevant, request, requirements, review, rule, security, specialist, specific, style, technical, technologies',
  security:
    'ai, always, api, application, ask, assistant, automation, compliance, creation, development, existing, get, guide, identify, implement, issues, key, project, purpose, relevant, security, web, without',
  data: 'analyze, answers, area, assistant, best practices, clear, code, complex, concise, core, data, database, detailed, efficient, expert, follows, format, generate, help, high, in depth, information, knowledge, language, maintain, operations, optimize, provides, quality, query, questions, search, skills, structure, techniques, tools, understand, without',
  'ai-ml':
    'always, analysis, analyze, api, approach, area, before, best practices, building, communication, deployment, design, efficient, engineer, evaluate, expertise, format, framework, guidance, guide, help, identify, include, language, maintain, methods, model, needs, platform, problem, process, request, requirements, role, search, skills, solve, specific, strategic, strategy, suggest, techniques, technologies, tools, understand, write',
  design:
    'accurate, analysis, ask, chinese, concise, context, create, design, detailed, developer, development, documentation, every, expert, feedback, focus, follows, format, generate, guidance, high, image, implementation, information, key, knowledge, language, level, name, optimization, project, provides, rule, skills, specific, strategic, systems, technical, tools',
  product:
    'before, best practices, business, comprehensive, create, details, development, ensures, ensuring, focus, high, identify, maintain, master, operations, process, project, solutions, standard, strategic, structure, suggest, support, systems, technical, tools, understand',
  marketing:
    'across, agent, ai, approach, ask, before, building, business, communication, complex, content, context, data, design, documentation, every, example, existing, goal, high, identify, implement, implementation, level, needs, operations, optimization, output, patterns, proactively, provided, quality, questions, solutions, specialist, suggest, task, technical, test, thinking, update, web',
  business:
    'ai, analyze, compliance, comprehensive, engineer, experience, feedback, guide, identify, information, knowledge, product, provides, providing, purpose, requirements, review, search, standard, strategy, structure, suggest, understand, web, without',
  finance:
    'agent, analysis, between, compliance, data, expert, explain, first, implementation, optimization, requirements, strategy',
  legal:
    'accurate, across, agent, analysis, area, before, business, compliance, comprehensive, deep, expert, maintain, review, rule, specialist, technical, understand',
  health:
    'clear, compliance, data, development, expert, explain, focus, guide, high, providing, questions, requirements, standard, systems, understand, write',
  education:
    'analyze, answers, assistant, clear, comprehensive, create, deep, explain, feedback, focus, framework, guidance, guide, help, image, issues, knowledge, language, level, methods, problem, process, providing, purpose, questions, skills, solutions, solve, style, system, techniques, test, thinking, understand, write',
  writing:
    'accurate, analysis, analyze, api, architecture, area, beautiful, between, component, core, create, detailed, details, documentation, engineer, enhance, ensuring, expertise, first, get, goal, in depth, issues, key, needs, optimization, output, platform, process, product, project, providing, role, rule, standard, style, support, system, technical, technologies, while, workflow',
  science:
    'accurate, across, ai, approach, appropriate, clear, code, complex, context, creation, details, documentation, ensures, example, format, framework, guidance, guide, level, modern, output, provides, questions, relevant, responses, role, rule, structure, style, task, web, while, write',
}
