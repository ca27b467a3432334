import type { LocalePack } from '../types.ts'
import { pack } from './pack.ts'

/** German. */
export const de: LocalePack = /* @__PURE__ */ pack({
  code: 'de',
  stopWords:
    'der die das und ist sie du ein eine einen für mit auf den dem von zu im nicht als bei wird werden oder auch ich dich dein deine sich an aus nach wie',
  terms: {
    software:
      'software*, programmier*, entwickler*, quellcode*, codebeispiel*, webentwick*, frontend*, backend*, datenstruktur*, algorithm*, fehlerbehebung*, debugg*, refaktor*, schnittstelle* | code, anwendung*, webseite*, skript*, funktion, komponente*, bibliothek*, framework*, syntax*, technisch*, implementier*, tests, app, apps, entwicklung*, computer*, informatik*',
    devops:
      'bereitstellung*, infrastruktur*, systemadministr*, netzwerk*, containerisier*, cloud*, serveradministr* | server*, linux*, betrieb, überwachung*, automatisierung*, konfiguration*, verfügbarkeit*',
    security:
      'sicherheitslück*, it-sicherheit*, cybersicherheit*, informationssicherheit*, verschlüsselung*, schwachstelle*, angreifer*, penetrationstest*, schadsoftware* | sicherheit*, angriff*, bedrohung*, passw*, hacker*, schutz',
    data: 'datenanaly*, datenbank*, datenwissenschaft*, statistik*, datenvisualisier*, tabellenkalkulation*, excel*, abfrage*, datensatz*, datensätze* | daten*, tabelle*, diagramm*, auswertung*, kennzahl*, statistisch*, bericht*',
    'ai-ml':
      'künstliche* intelligenz, ki, maschinelle* lern*, sprachmodell*, neuronale* netz*, prompt*, ki-modell* | modell*, chatbot*, trainier*, vorhersage*',
    design:
      'design*, grafik*, illustration*, bildgenerier*, bildbeschreibung*, fotograf*, zeichnung*, zeichne*, benutzeroberfläche*, benutzererfahrung*, typografie*, kunst*, künstler*, gestaltung*, malerei*, midjourney*, logo* | bild*, visuell*, farb*, kreativ*, ästhet*, stil, beleuchtung*, kamera*, film*, layout*, animation*, foto*',
    product:
      'produktmanage*, produktentwick*, produktstrategie*, roadmap*, anforderung*, user story, nutzerfeedback*, produktanforderung* | produkt*, funktionen, nutzer*, priorisier*, meilenstein*, projektplan*, aufgaben*',
    marketing:
      'marketing*, werbung*, werbe*, vertrieb*, verkauf*, zielgruppe*, social media, soziale* medien, suchmaschinenoptimier*, seo*, kampagne*, marken*, kundengewinn* | marke, markt*, kunden*, inhalte, beitrag, beiträge, post, posts, schlagzeile*, slogan*, reichweite*, follower*',
    business:
      'unternehmens*, geschäfts*, strategie*, berater*, unternehmensberat*, personalwesen*, führungs*, bewerbung*, lebenslauf*, vorstellungsgespräch*, besprechung*, projektmanage*, gründer*, startup*, karriere*, geschäftsmodell* | unternehmen, wirtschaft*, management*, kundenservice*, verhandlung*, planung*, prozess*, beruf*, arbeit*, mitarbeiter*, effizienz*, produktivität*, büro*, e-mail*',
    finance:
      'finanz*, buchhalt*, steuer*, investition*, investier*, aktie*, börse*, bilanz*, bank*, versicherung*, kredit*, kryptowährung*, budget* | geld*, kosten*, preis*, konto*, gewinn*, rendite*',
    legal:
      'anwalt*, anwält*, recht, rechtlich*, rechts*, jurist*, gesetz*, vertrag*, verträge*, gericht*, klage*, datenschutz*, urheberrecht* | vorschrift*, richtlinie*, haftung*, klausel*',
    health:
      'arzt*, ärzt*, medizin*, gesundheit*, patient*, therapeut*, therapie*, psycholog*, psychisch*, ernährung*, fitness*, krankheit*, symptom*, pflege*, sport*, training*, yoga*, meditation* | emotional*, gefühl*, wohlbefinden*, stress*, schlaf*, körper*, kochen*, rezept*, empath*, beziehung*',
    education:
      'lehrer*, lehrkraft*, unterricht*, lernen*, lernend*, schüler*, student*, studierend*, universität*, schule*, prüfung*, hausaufgabe*, mathematik*, vokabel*, sprachlern*, bildung*, pädagog*, philosoph*, geschichte | erklär*, wissen*, konzept*, übung*, lehr*, tutor*, kurs*, verständnis*, frage*, kinder*, sprache*, lektion*, logik*, denken*',
    writing:
      'schreib*, schriftsteller*, autor*, text*, übersetz*, lektor*, korrektur*, grammatik*, rechtschreib*, roman*, gedicht*, erzähl*, zusammenfass*, journalist*, artikel*, umformulier*, dialog*, rollenspiel*, drehbuch*, dokumentation*, poesie*, literatur* | satz, sätze*, wort*, wörter*, formulier*, stilistisch*, ausdruck*, titel*, inhalt*, geschichte*, charakter*, figur*, markdown*, sprachlich*, kapitel*, ton, humor*, namen*',
    science:
      'wissenschaft*, forsch*, physik*, chemie*, chemisch*, biolog*, experiment*, akademisch*, studie*, hypothese*, laborator*, astronom*, literaturrecherche* | analyse*, analysier*, theorie*, natur*, methodik*, umwelt*, ingenieur*, quantit*, untersuch*, erkenntnis*',
  },
  cues: {
    negation: 'nicht, kein, keine, keinen, keiner, ohne, niemals, nie, weder',
    contrast: 'aber, sondern, jedoch, nicht nur',
    role: 'du bist, sie sind, ich bin, als ein, als eine, agiere als, deine rolle, deine aufgabe, spezialisiert auf, experte für, experte in',
    audience: 'für, hilft, unterstützt',
  },
})
