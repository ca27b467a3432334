import { defineConfig } from 'vitepress'

const packages = ['specialization', 'safe-sse', 'rls-kit', 'client']

export default defineConfig({
  title: 'nyxcore SDK',
  description: 'Four small packages for multi-tenant AI products.',
  cleanUrls: true,
  // TypeDoc escapes what it writes; braces in guides are code.
  markdown: { theme: { light: 'github-light', dark: 'github-dark' } },
  themeConfig: {
    nav: [
      { text: 'Guide', link: '/guide/' },
      { text: 'Reference', items: packages.map((name) => ({ text: name, link: `/reference/${name}/` })) },
    ],
    sidebar: [
      {
        text: 'Guide',
        items: [
          { text: 'Start here', link: '/guide/' },
          ...packages.map((name) => ({ text: `@nyxcore/${name}`, link: `/guide/${name}` })),
        ],
      },
      {
        text: 'Reference',
        items: packages.map((name) => ({ text: name, link: `/reference/${name}/` })),
      },
    ],
    search: { provider: 'local' },
    outline: 'deep',
  },
})
