"lisinopril" nil : l ay0 s ih1 n ax0 p r ih0 l
"metformin" nil : m eh0 t f ao1 r m ih0 n
"amoxicillin" nil : ax0 m aa0 k s ax0 s ih1 l ih0 n
"sertraline" nil : s er1 t r ax0 l iy0 n
"naproxen" nil : n ax0 p r aa1 k s ax0 n
"azithromycin" nil : ax0 z ih0 th r ax0 m ay1 s ih0 n

