import type { Cues } from './types.ts'

const list = (terms: string): string[] => terms.split(',')

/** The English cues, which always apply: personas in other languages quote English too. */
export const englishCues: Cues = {
  negation: /* @__PURE__ */ list(
    "not,no,never,without,don't,doesn't,didn't,isn't,aren't,can't,cannot,won't,shouldn't,neither,nor,rather than,instead of,refuse,refuses,excluding,unrelated to,unlike,lacks,outside of,nothing about,nothing to do with",
  ),
  contrast: /* @__PURE__ */ list(
    'but,however,instead,yet,although,though,not only,not just,not merely,not simply,not limited to,no matter,whether or not,if not,no doubt,not sure,no fluff,no nonsense,nor just,not to mention,not hesitate',
  ),
  role: /* @__PURE__ */ list(
    "you are,you're,act as,acts as,acting as,i am,i'm,as a,as an,your role,role is,work as,works as,expert in,experts in,specialist in,specialize in,specializes in,specializing in,specialise in,specialises in,specialising in,specialized in,expertise in,skilled in,proficient in,experienced in,mastery of,responsible for,your task is,your job is,your goal is",
  ),
  audience: /* @__PURE__ */ list(
    'for,help,helps,helping,teach,teaches,assist,assists,serve,serves,advise,advises,support,supports,aimed at',
  ),
}
