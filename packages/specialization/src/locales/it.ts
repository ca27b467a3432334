import type { LocalePack } from '../types.ts'
import { pack } from './pack.ts'

/** Italian. */
export const it: LocalePack = /* @__PURE__ */ pack({
  code: 'it',
  stopWords:
    'il lo gli le di che è e per con una un del della dei delle nel nella non sei si come al alla sono più questo questa tuo tua anche da ai in dal essere puoi devi',
  terms: {
    software:
      'software, programma*, sviluppator*, sviluppo web, codice*, codifica*, debug*, algoritm*, struttur* dati, front-end, back-end, refactoring* | applicazion*, script*, funzion*, component*, librer*, framework*, sito web, pagina web, informatic*, implement*, tecnic*, sviluppo*, test, computer*',
    devops:
      'infrastruttur*, distribuzione*, container*, amministrat* di sistema, orchestrazione*, integrazione continua | server*, cloud, rete, reti, monitor*, automazione*, automatizz*, configurazion*, linux',
    security:
      'cybersicurezza*, sicurezza informatica, vulnerabilit*, crittograf*, hacker*, attaccant*, malware* | sicurezza*, attacc*, minacc*, password',
    data: 'analisi dei dati, analisi dati, database*, scienza dei dati, statistic*, visualizzazione dei dati, foglio* di calcolo, fogli di calcolo, excel, query* | dati, tabell*, grafic* a, indicator*, rapport*, metric*',
    'ai-ml':
      'intelligenza artificiale, ia, ai, apprendimento automatico, modell* linguistic*, ret* neural*, prompt* | modell*, chatbot*, addestra*, previsione*, generativ*',
    design:
      'design*, grafic*, illustra*, fotograf*, disegn*, interfacci* utente, esperienza utente, tipograf*, artist*, arte, generazione di immagini, pittur*, midjourney, logo*, arredament* | immagin*, visiv*, color*, creativ*, estetic*, illuminazione*, fotocamera*, cinema*, film*, animazion*, interfacci*, foto*, scena*, moda',
    product:
      'product manager, gestione del prodotto, roadmap*, sviluppo del prodotto, user story, requisit*, esigenze degli utenti | prodott*, utent*, funzionalit*, priorit*, progett*, attività*',
    marketing:
      'marketing*, pubblicit*, vendit*, venditor*, seo, social media, campagn*, pubblico target, marchi*, slogan* | mercat*, client*, contenut*, pubblico*, post, promozion*, coinvolgent*',
    business:
      'aziend*, impres*, imprenditor*, strateg*, consulent*, risorse umane, reclutament*, colloqui*, curriculum*, cv, gestione dei progetti, carrier*, riunion*, leadership*, business, assistenza clienti | gestione*, professional*, team*, negozia*, produttivit*, organizza*, ufficio*, process*, lavor*, email*, e-mail*',
    finance:
      'finanz*, contabil*, fiscal*, tass*, investiment*, investitor*, investire, borsa*, azion*, bilanc*, banc*, assicura*, credit*, criptovalut*, budget*, econom* | denar*, cost*, prezz*, risch*',
    legal:
      'avvocat*, giuridic*, legal*, legge*, leggi, legislazione*, contratt*, tribunal*, giudic*, proprietà intellettuale, conformit*, normativ*, diritt* | clausol*, controvers*, regol*',
    health:
      'medic*, salut*, pazient*, terap*, psicolog*, nutrizion*, malatti*, sintom*, ospedal*, infermier*, benessere*, fitness*, sport*, meditazion*, allenament*, clinic* | emotiv*, emozion*, stress*, sonno*, corpo*, cucin*, ricett*, supporto*, empat*, mental*, vita',
    education:
      'insegnant*, insegna*, professor*, educa*, istru*, student*, alunn*, apprendiment*, scuol*, universit*, cors*, esam*, compit*, lezion*, pedagog*, tutor*, vocabol*, matematic*, filosof*, storia del, lingu* stranier* | spieg*, concett*, conoscenz*, impara*, eserciz*, compren*, bambin*, formazion*, domand*, lingu*, pensier*, logic*',
    writing:
      'scrittor*, scrittur*, scriv*, scritt*, autor*, traduzion*, tradu*, redatt*, redazion*, correzion*, correg*, grammatic*, ortograf*, romanz*, poesi*, poet*, raccont*, narra*, riassum*, riassunt*, giornalis*, articol*, riformul*, dialog*, sceneggiat*, documentazione*, gioco di ruolo, letterar*, letteratur* | test*, fras*, parol*, stil*, contenut*, titol*, personagg*, stori*, tono, espression*, markdown, concis*, chiarezza*, umoris*, nom*, paragraf*, lettor*',
    science:
      'scientific*, scienz*, ricerc*, fisic*, chimic*, biolog*, esperiment*, accademic*, ipotesi*, laborator*, astronom* | analisi*, analizz*, teori*, studi*, metodolog*, natur*, ambient*, ingegner*, rigoros*',
  },
  cues: {
    negation: 'non, senza, mai, nessun, nessuna, né',
    contrast: 'ma, bensì, tuttavia, non solo',
    role: 'sei un, sei una, sono un, come un, agisci come, specializzato in, specializzata in, specialista in, esperto in, esperto di, esperta di, il tuo ruolo, il tuo compito',
    audience: 'per, aiuta, aiutare',
  },
})
