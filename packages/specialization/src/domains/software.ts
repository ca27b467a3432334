import type { LexiconSource } from './lexicon.ts'

export const software: LexiconSource = {
  slug: 'software',
  label: 'Software engineering',
  scale: 1.6,
  terms: {
    5: `developer experience, nft, defi protocol, ipfs, peer to peer, decentralized`,
    4: `programmer, coder, sdet, engineering manager, solutions architect, automation engineer`,
    3: `kotlin, keras, heroku, scala, cobol, junit, webgl, perl, lexer, parser, pygame, nodejs, idempotency, webassembly, pagination, express.js, powershell, sonarqube, coroutine, useeffect, angularjs, hibernate, fullstack, sequelize, alpine.js, storybook, protobuf, rabbitmq, keycloak, bytecode, react.js, ethereum, debugger, firmware, freertos, ember.js, selenium, netcode, haskell, clojure, reactjs, actix, axum, tokio, bullmq, sidekiq, liveview, xamarin, mongoose, prisma, puppeteer, esbuild, solidjs, qwik, preact, react three fiber, phaser.js, gdscript, swagger, openapi, rate limiting, caching, stripe, payment gateway, visual regression, regression testing, dependency management, dependency upgrade, changelog, makefile, garbage collection, raii, legacy system, client component, usememo, jsx, tsx, proof of concept, programming, coding, javascript, typescript, python, c++, c#, php, ruby, elixir, lua, dart, golang, .net, asp.net, react native, vue, nuxt, angular, svelte, next.js, nextjs, node.js, deno, nestjs, fastify, django, fastapi, laravel, spring boot, blazor, flutter, swiftui, uikit, tauri, jquery, html, css, sass, tailwind, webpack, vite, redux, zustand, rxjs, ngrx, graphql, grpc, websocket, solidity, smart contract, web3, dapp, unreal engine, godot, roblox, full stack, frontend, front end, backend, back end, web application, refactor, debugging, tdd, design pattern, solid principles, microservice, pull request, git, github, gitlab, compiler, leetcode, orm, typeorm, embedded systems, arduino, raspberry pi, stm32, rtos, sdk, three.js, shader, cypress, vitest, pytest, quality assurance, test coverage, monorepo, regex, vba, telegram bot, sap, verilog, plc, jsdoc, tech lead, tooling, mainframe, gherkin, mocking, gameplay, embedded, linter, linting, eslint, jetpack compose, xcode, vscode, visual studio, codegen, scaffolding, crud, restful, jest, load testing, test case, test plan, stack trace, race condition, multithreading, game development, objective c, lisp, visual basic, zapier, n8n, no code, drupal, pwa, chrome extension, discord bot, ant design, material ui, gradle, sqlalchemy, mqtt, domain driven design, clean architecture, technical debt, uml, sequence diagram, release notes, data structure, time complexity, firebase, supabase, level design, game designer, regular expression, power automate, keyboard shortcut, hotkey, web vitals, unit testing, virtual reality, augmented reality, vulkan, developer, neovim`,
    2: `versioning, templating, type inference, immutability, higher order, callback, exception, error handling, memory management, memory usage, session management, file upload, scraping, ui component, design patterns, qa, tester, production ready, high performance, type safe, robust, feature flags, integrations, interoperability, migration, migrate, backwards compatible, deprecation, engineers, development, dev, technical specification, distributed system, consensus, blockchain, gas optimization, code, api, concurrency, asynchronous, memory leak, pointer, event sourcing, cqrs, npm, pip, maven, nuget, type safety, static typing, static analysis, boilerplate, bug, runtime, recursion, system design, mvc, state management, server side rendering, ssr, dom, xml, yaml, http, webhook, endpoint, middleware, routing, ide, version control, commit message, hackathon, tech stack, cms, wordpress, e commerce platform, game engine, game mechanics, multiplayer, iot, i18n, internationalization, cross platform, lazy loading, bundle size, profiling, benchmark, performance optimization, idiomatic, codebase, algorithm, async, concurrent, serialization, event driven, metaprogramming, type system, hardware, dependency injection, open source, tests, architect, software, package.json, business logic, e2e, macos, vim, modernization`,
    1: `script, implement, implementation, implementing, testing, architecture, app, web, website, server, client side, computer science, plugin, extension, component, integration, scalable, scalability, maintainable, modular, optimize performance, best practices, computing, framework, json, syntax, conventions, maintainability, modularity, performant, reusable, desktop, install, compatibility, package, dependency, mcp, ui, snippet, setup, functionality`,
    '3?': 'babel, mocha, gatsby, lifetimes, electron, postman, celery, expo, maui, drizzle, rollup, blueprints, niagara, mermaid, monolith, hydration, minecraft, parallelism, bootstrap',
    '1.2?':
      'java, react, rust, swift, spring, express, flask, rails, unity, bun, nest, remix, astro, julia, scheme, hooks, props, generics, traits, decorators, threads, locks, cache, loops, arrays, edge cases, logging, commit, merge, repository, prototype, debug, unreal, browser, mobile, library, technical, engineering, compile, reactive, router, module, url, application, crash, console, legacy, fix, error',
  },
  rules: [
    {
      term: 'Java',
      weight: 3,
      caseSensitive: true,
      requires: ['@software', 'jvm', 'enterprise', 'senior'],
      unless: ['coffee', 'indonesia'],
    },
    {
      term: 'Go',
      weight: 3,
      caseSensitive: true,
      requires: [
        'goroutine',
        'golang',
        'grpc',
        'code',
        'concurrency',
        'microservice',
        'idiomatic',
        'programming',
        'rust',
      ],
    },
    { term: 'React', weight: 3, caseSensitive: true, requires: ['@software', 'hooks', 'native'] },
    {
      term: 'Rust',
      weight: 3,
      caseSensitive: true,
      requires: ['@software', 'cargo', 'borrow checker', 'ownership', 'memory safety', 'traits'],
    },
    {
      term: 'Swift',
      weight: 3,
      caseSensitive: true,
      requires: ['ios', 'apple', 'xcode', 'code'],
      unless: ['taylor'],
    },
    { term: 'Spring', weight: 2, caseSensitive: true, requires: ['boot', 'java', 'beans'] },
    { term: 'Flask', weight: 2, caseSensitive: true, requires: ['python', 'api', 'web'] },
    { term: 'Express', weight: 2, caseSensitive: true, requires: ['node', 'middleware', 'api'] },
    {
      term: 'playwright',
      weight: 5,
      requires: ['@software'],
    },
    { term: 'Unity', weight: 3, caseSensitive: true, requires: ['game', '3d', 'shader', 'c#'] },
    { term: 'ios', weight: 4 },
    { term: 'android', weight: 4, unless: ['cyborg'] },
    { term: 'pythons', weight: 0.1, stem: false },
  ],
  masks: 'code of honor, code of conduct, dress code, zip code, postal code',
}
