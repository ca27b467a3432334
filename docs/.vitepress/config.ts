import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'

const packages = ['specialization', 'safe-sse', 'rls-kit', 'client']

export default defineConfig({
  title: 'nyxcore SDK',
  description: 'Four small packages for multi-tenant AI products.',
  cleanUrls: true,
  // What the packages' texts link to outside of them is in the repository, and not on the site.
  ignoreDeadLinks: [/\/(examples|bench|LICENSE|src|test|scripts)\b/],
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
          { text: 'The four in one app', link: '/guide/together' },
          { text: 'When to take something else', link: '/guide/choosing' },
          { text: 'When something is wrong', link: '/guide/troubleshooting' },
          ...packages.map((name) => ({
            text: `@nyxcore/${name}`,
            link: `/guide/${name}/`,
            items: chapters(name),
          })),
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

/** The texts of a package besides its README. */
function chapters(name: string): { text: string; link: string }[] {
  const folder = fileURLToPath(new URL(`../../packages/${name}`, import.meta.url))
  return globSync('*.md', { cwd: folder, exclude: ['README.md', 'CHANGELOG.md'] })
    .sort()
    .map((file) => {
      const page = file.replace('.md', '')
      return {
        text: (page[0] + page.slice(1).toLowerCase()).replaceAll('-', ' '),
        link: `/guide/${name}/${page}`,
      }
    })
}
