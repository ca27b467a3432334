import type { LexiconSource } from './lexicon.ts'

export const writing: LexiconSource = {
  slug: 'writing',
  label: 'Writing and language',
  terms: {
    5: `copywriting, title generator, title master, name generator, naming, congratulations message, reading notes, speechwriting, narratologist, world builder, role playing, api documenter, markdown formatting, text processing, text expansion, wordsmith, humorist, cross talk, emotional copy, mimicry, writer, novelist, poet, poetry, screenwriter, scriptwriter, storyteller, ghostwriter, essayist, journalist, reporter, columnist, blogger, copy editor, proofreader, proofreading, editing, translator, translation, interpreter language, linguist, lyricist, rapper, songwriter, writing, fiction, novel, screenplay, screenwriting, rewriter, speechwriter, essay, storytelling, paraphrase, paraphraser, summarizer, summarization, translate, commentator, comedian, literature, biographer, magazine editor, book editor, book reviewer, news anchor, fantasy author, game master, composer, etymologist, publisher, children's book, book author`,
    4: `memoir, synonym, parody, rephrase, folklore, slogan, argumentation, autobiography, dissertation, typesetting, shakespeare, paraphrased, protagonist, copyediting, docusaurus, fanfiction, manuscript, journalism, whitepaper, journaling, symbolism, docstring, hemingway, biography, tutorial, newsroom, lorebook, copywriter, faithfulness, expressiveness, native english speaker, idiomatic expressions, corrected text, corrections, grammatical, typo, readable, key points, main points, main idea, extract key, condense, abridge, abbreviate, catchphrase, punchline, subplot, pacing, cliffhanger, flashback, backstory, omniscient, monologue, thriller, wuxia, xianxia, webtoon, couplet, ode, ballad, imagery, bio, project name, english name, markdown table, markdown syntax, user guides, sphinx, code comments, api reference, headlines, commentary, colloquial, dialect, expository, citation format, originality, plagiarism, humanize, stand up, roleplaying, written, article, blog, narrative, narration, character arc, dialogue, poems, haiku, sonnet, lyrics, rap, metaphor, simile, literary, rhetoric, rhetorical, genre, grammar, spelling, punctuation, style guide, readability, rewrite, revise, revision, editorial, publish, ebook, documentation, user manual, readme, docs, abstract, research paper, thesis, translating, localization, subtitle, transcript, transcription, summarize, summary, script, quote, idioms, wordplay, paragraph, dungeon master, text adventure, book review, worldbuilding, etymology, humanizer, satire, critic, eulogy, keynote speech, song, melody, music composition, hip hop, plot twist, character development, character profile, character sheet, dnd, d&d, dungeons and dragons, npc, bedtime story, short story, fairy tale, sci fi, prose, line edit, book recommendation, book report, movie review, film review, theatre, stage play, banter, impersonate, impersonation, tone of voice, apa, chinese to english, english to chinese, native speaker, sign language, localize, word choice, sentence structure, passive voice, tldr, fact checking, instruction manual, white paper, journal entry, dictionary, acronym, morse code, domain name, brand name`,
    2: `translated, translations, original, preserving, synonyms, emotionally, interesting, meticulous, chinese, mistakes, misleading, responses, describing, express, write, texts, draft, outline, composition, expression, phrase, polish, content, descriptive, vivid, imaginative, imagination, reader, poetic, theater, actor, fluent, fluency, linguistic, slang, roleplay, role play, witty, glossary, terminology, editor`,
    1: `precise, engaging, compelling, concise, clarity, coherent, eloquent, title, markdown, communicate, communication`,
    '4?': 'comedy, toast, handwriting, sarcastic, newspaper, mythology, humorous, elegance, fantasy, suspense, mystery, romance, fable, folktale, rhythm, invitation, praise, column, classics, stories, rhyme, verse, books, magazine, news, letter, humor, pun, proverb, joke, crossword, diary, plot, drama, letters, caption',
    '5?': 'nickname, blessing, compliment, roast',
    '1.2?': 'sentence, word, piece, copy, story',
  },
  rules: [
    {
      term: 'playwright',
      weight: 5,
      unless: ['@software'],
    },
  ],
  masks:
    'user stories, written in, script kiddie, shell script, bash script, python script, test script, build script, apps script, video editing, photo editing, image editing, code editor, text editor, photo editor, image editor, letter of credit, quote request, news feed, abstract class, abstract syntax tree, interface abstract',
}
