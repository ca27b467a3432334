import type { LocalePack } from '../types.ts'
import { pack } from './pack.ts'

/** Turkish. */
export const tr: LocalePack = /* @__PURE__ */ pack({
  code: 'tr',
  stopWords:
    've bir bu için ile olarak da de sen siz olan gibi daha çok ne en her ama değil veya kadar sana size senin sizin olmak var mı etmek üzere şekilde olup ise',
  terms: {
    software:
      'yazılım*, programla*, programcı*, geliştirici*, kodla*, kod, kodu, kodlar*, kodun*, hata ayıkla*, algoritma*, ön yüz*, arka uç*, web geliştir* | uygulama*, script*, betik*, fonksiyon*, işlev*, bileşen*, kütüphane*, framework*, web*, bilgisayar*, teknik*, uygula*, test*, geliştir*',
    devops:
      'altyapı*, dağıtım*, konteyner*, sistem yönetici*, bulut*, sürekli entegrasyon | sunucu*, ağ, ağlar*, izleme*, otomasyon*, otomatik*, yapılandır*, linux',
    security:
      'siber güvenlik*, güvenlik açığ*, bilgi güvenliğ*, şifrele*, kriptograf*, hacker*, saldırgan*, zararlı yazılım* | güvenlik*, saldırı*, tehdit*, parola*, koruma*',
    data: 'veri analiz*, veritaban*, veri taban*, veri bilim*, istatistik*, veri görselleştir*, elektronik tablo*, excel*, sorgu*, veri set* | veri*, tablo*, grafik*, rapor*, gösterge*, metrik*',
    'ai-ml':
      'yapay zeka*, yapay zekâ*, makine öğren*, derin öğren*, dil model*, sinir ağ*, prompt*, istem*, ipucu* | model*, sohbet robot*, chatbot*, eğit* model*, tahmin*, üretken*',
    design:
      'tasarım*, tasarla*, grafik tasar*, illüstrasyon*, fotoğraf*, çizim*, çiz*, kullanıcı arayüz*, kullanıcı deneyim*, tipograf*, sanat*, görüntü oluştur*, görsel*, resim*, logo*, midjourney*, dekorasyon* | görüntü*, renk*, yaratıcı*, estetik*, ışık*, aydınlatma*, kamera*, film*, sinema*, animasyon*, arayüz*, stil*, sahne*',
    product:
      'ürün yönetic*, ürün yönetim*, yol harita*, ürün geliştir*, gereksinim*, kullanıcı hikaye*, geri bildirim* | ürün*, kullanıcı*, özellik*, öncelik*, proje*, görev*',
    marketing:
      'pazarlama*, reklam*, satış*, satıcı*, seo*, sosyal medya*, kampanya*, hedef kitle*, marka*, slogan* | pazar*, müşteri*, içerik*, kitle*, gönderi*, paylaşım*, tanıtım*, etkileşim*',
    business:
      'işletme*, iş plan*, girişim*, şirket*, strateji*, danışman*, insan kaynak*, işe alım*, mülakat*, özgeçmiş*, proje yönet*, kariyer*, toplantı*, liderlik*, müşteri hizmet*, iş dünya* | yönetim*, profesyonel*, ekip*, müzakere*, verimlilik*, organizasyon*, ofis*, süreç*, iş, çalışan*, e-posta*',
    finance:
      'finans*, muhasebe*, vergi*, yatırım*, borsa*, hisse*, bilanço*, banka*, sigorta*, kredi*, kripto*, bütçe*, ekonomi* | para*, maliyet*, fiyat*, risk*',
    legal:
      'avukat*, hukuk*, yasa*, kanun*, sözleşme*, mahkeme*, yargı*, fikri mülk*, mevzuat*, dava* | madde*, uyum*, düzenleme*, hak, haklar*',
    health:
      'doktor*, tıp*, tıbbi*, sağlık*, hasta*, terap*, psikolo*, beslenme*, hastalık*, semptom*, hastane*, hemşire*, fitness*, spor*, meditasyon*, antrenman*, diyet*, egzersiz* | duygu*, stres*, uyku*, vücut*, beden*, yemek*, tarif*, destek*, empati*, zihin*, ilişki*, yaşam*',
    education:
      'öğretmen*, öğret*, öğren*, eğitim*, öğrenci*, okul*, üniversite*, ders*, sınav*, ödev*, pedagoj*, eğitmen*, kelime dağarc*, matematik*, felsef*, filozof*, tarih*, dil öğren* | açıkla*, kavram*, bilgi*, anla*, çocuk*, soru*, dil, dili*, düşünce*, mantık*, pratik*',
    writing:
      'yazar*, yazı, yazım*, yazma*, yazı*, çeviri*, çevir*, tercüme*, editör*, düzelt*, dilbilgi*, dil bilgi*, gramer*, imla*, roman*, şiir*, şair*, hikaye*, hikâye*, öykü*, anlatı*, özet*, gazeteci*, makale*, ifade*, diyalog*, senaryo*, belge*, dokümantasyon*, rol yap*, edebi* | metin*, metn*, cümle*, kelime*, üslup*, içerik*, başlık*, karakter*, ton*, markdown*, kısa ve öz, netlik*, mizah*, isim*, paragraf*, okuyucu*',
    science:
      'bilim*, araştırma*, araştır*, fizik*, kimya*, biyoloj*, deney*, akadem*, hipotez*, laboratuvar*, astronom* | analiz*, teori*, çalışma*, yöntem*, doğa*, çevre*, mühendis*, incele*',
  },
  cues: {
    negation: 'değil, değilim, asla, hiçbir, olmadan',
    contrast: 'ama, fakat, ancak, sadece değil',
    role: 'sen bir, siz bir, ben bir, olarak, konusunda uzman, alanında uzman, uzmanlaşmış, görevin, rolün',
    audience: 'için',
  },
})
