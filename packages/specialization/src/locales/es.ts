import type { LocalePack } from '../types.ts'
import { pack } from './pack.ts'

/** Spanish. */
export const es: LocalePack = /* @__PURE__ */ pack({
  code: 'es',
  stopWords:
    'el los las una uno es y en que del para con por se su sus como más al lo eres tu usted este esta esto pero no ser está sobre también cuando debes puede un la de',
  terms: {
    software:
      'software, programación*, programador*, desarrollador*, desarrollo web, código*, depura*, algoritmo*, estructura* de datos, front-end, back-end, aplicaciones web, refactoriz* | aplicacion*, aplicación*, script*, función*, funciones, componente*, biblioteca*, librería*, framework*, sitio web, página web, informátic*, implement*, técnic*, desarrollo*, pruebas, ordenador*, computador*',
    devops:
      'infraestructura*, despliegue*, desplegar*, contenedor*, administrador* de sistemas, orquestación*, integración continua | servidor*, nube, red, redes, monitor*, automatiza*, configuración*, linux',
    security:
      'ciberseguridad*, seguridad informática, vulnerabilidad*, cifrado*, criptograf*, hacker*, atacante*, malware*, pruebas de penetración | seguridad*, ataque*, amenaza*, contraseña*, protección*',
    data: 'análisis de datos, base* de datos, ciencia de datos, estadístic*, visualización de datos, hoja* de cálculo, excel, consulta* sql, conjunto* de datos | datos, tabla*, gráfico*, indicador*, informe*, métrica*, consulta*',
    'ai-ml':
      'inteligencia artificial, ia, aprendizaje automático, aprendizaje profundo, modelo* de lenguaje, red* neuronal*, prompt*, indicaci* | modelo*, chatbot*, entrenar*, predicc*, generativ*',
    design:
      'diseñ*, gráfic*, ilustra*, fotograf*, dibuj*, interfaz* de usuario, experiencia de usuario, tipograf*, artist*, arte, generación de imágenes, pintur*, midjourney, logo*, arquitect* de interiores | imagen*, imágenes*, visual*, color*, creativ*, estétic*, iluminación*, cámara*, cine*, película*, animación*, interfaz*, foto*, escena*',
    product:
      'gestión de producto*, gerente de producto*, hoja de ruta, desarrollo de producto*, historia* de usuario, requisito*, necesidades del usuario, retroalimentación* | producto*, usuario*, funcionalidad*, prioriz*, proyecto*, tarea*',
    marketing:
      'marketing*, publicidad*, publicitari*, ventas, vendedor*, posicionamiento*, seo, redes sociales, campaña*, público objetivo, marca*, eslogan*, mercadotecnia* | mercado*, cliente*, contenido*, audiencia*, publicación*, promoción*, atractiv*',
    business:
      'empresa*, empresari*, negocio*, estrateg*, consultor*, recursos humanos, recluta*, entrevista*, currículum*, cv, gestión de proyectos, emprended*, carrera*, reunión*, reuniones*, liderazgo*, plan de negocios, atención al cliente | gestión*, profesional*, equipo*, negociación*, productividad*, organización*, oficina*, proceso*, empleo*, trabajo*, correo*, laboral*',
    finance:
      'finan*, contab*, contador*, fiscal*, impuesto*, inversión*, inversion*, inversor*, bolsa*, acciones, balance*, banco*, bancari*, seguros, crédito*, criptomoneda*, presupuesto*, económ* | dinero*, coste*, costo*, precio*, riesgo*',
    legal:
      'abogad*, jurídic*, legal*, ley, leyes, legislación*, contrato*, tribunal*, juez*, propiedad intelectual, cumplimiento*, normativ*, derecho* | cláusula*, litigio*, regulación*',
    health:
      'médic*, medicina*, salud*, paciente*, terap*, psicolog*, psicólog*, nutrición*, nutricion*, enfermedad*, síntoma*, hospital*, enfermer*, bienestar*, fitness*, deport*, meditación*, entrenamiento físico, clínic* | emocion*, estrés*, sueño*, cuerpo*, cocina*, receta*, apoyo*, empát*, mental*, vida',
    education:
      'profesor*, maestr*, enseñ*, educa*, estudiante*, alumno*, aprendiz*, escuela*, universi*, curso*, examen*, exámenes*, tarea* escolar*, lección*, lecciones*, pedag*, tutor*, vocabulario*, matemátic*, filosof*, filósof*, historia de, idioma* | explic*, concepto*, conocimiento*, aprend*, ejercicio*, compren*, niño*, formación*, pregunta*, pensamiento*, lógic*',
    writing:
      'escrit*, escrib*, redac*, autor*, traduc*, corrección*, correg*, corrige*, gramátic*, ortograf*, novel*, poema*, poes*, poeta*, narra*, cuento*, relato*, resum*, periodis*, artículo*, reformul*, diálogo*, guion*, guión*, documentación*, juego de rol, literat*, literari* | texto*, frase*, palabra*, estilo*, contenido*, título*, personaje*, historia*, tono, expresión*, expresion*, markdown, concis*, claridad*, humor*, nombre*, párrafo*, lector*, oracion*',
    science:
      'cientific*, científic*, ciencia*, investig*, físic*, químic*, biolog*, experiment*, académic*, hipótesis*, laboratorio*, astronom* | análisis*, analiz*, teor*, estudio*, metodolog*, naturaleza*, medio ambiente, ambient*, ingenier*, rigur*',
  },
  cues: {
    negation: 'no, sin, nunca, jamás, ningún, ninguna, ni',
    contrast: 'pero, sino, sin embargo, no solo, no sólo',
    role: 'eres, usted es, soy, como un, como una, actúa como, actuar como, especializado en, especializada en, especialista en, experto en, experta en, tu rol, tu tarea',
    audience: 'para, ayuda a, ayudar a',
  },
})
